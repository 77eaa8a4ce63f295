package org.s2sgateway.gateway;

import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Set;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Octets that are written once and read any number of times: up to a size, and while the budget lasts, in memory, beyond
 * it in a temporary file that only this process's user can read, and that is gone with the process, however that ends. On
 * Linux the file loses its name as soon as it is open.
 *
 * <p>Written by one thread; then any number of threads may read. Writing fails with {@link SpoolBudget.Exceeded} where
 * there is no room in files either.
 */
final class Spool extends OutputStream {

    static final int IN_MEMORY = 1024 * 1024;

    private static final Logger LOG = Logger.getLogger(Spool.class.getName());
    private static final Set<StandardOpenOption> OPTIONS = Set.of(
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            StandardOpenOption.DELETE_ON_CLOSE);

    private final int inMemory;
    private final Opening opening;
    private final SpoolBudget.Share memoryShare;
    private final SpoolBudget.Share fileShare;
    private byte[] memory = {};
    private @Nullable FileChannel file;
    private long length;

    /** Where the file comes from, once it is needed. */
    interface Opening {
        FileChannel open() throws IOException;
    }

    /** A spool that goes on in the folder for temporary files, beyond 1 MiB. */
    Spool(SpoolBudget budget) {
        this(IN_MEMORY, in(Path.of(System.getProperty("java.io.tmpdir"))), budget);
    }

    Spool(int inMemory, Opening opening, SpoolBudget budget) {
        this.inMemory = inMemory;
        this.opening = opening;
        memoryShare = budget.memory();
        fileShare = budget.files();
    }

    /** Files that are for this process's user, and as long as they are open. */
    static Opening in(Path folder) {
        return () -> FileChannel.open(folder.resolve("s2s-batch-" + UUID.randomUUID()), OPTIONS, ownerOnly());
    }

    /** How many octets were written. */
    long length() {
        return length;
    }

    /** Everything that was written, from the start; to be read before the spool is closed. */
    InputStream content() {
        FileChannel opened = file;
        return opened == null ? new ByteArrayInputStream(memory, 0, (int) length) : new FileContent(opened, length);
    }

    @Override
    public void write(int octet) throws IOException {
        write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] octets, int offset, int count) throws IOException {
        FileChannel opened = file;
        if (opened == null && !fitsIntoMemory(count)) {
            opened = moveToFile();
        }
        if (opened == null) {
            System.arraycopy(octets, offset, memory, (int) length, count);
        } else {
            takeOfFiles(count);
            writeFully(opened, ByteBuffer.wrap(octets, offset, count));
        }
        length += count;
    }

    /** Gives memory and disk back; again it does nothing. */
    @Override
    public void close() {
        memory = new byte[0];
        Closeable opened = file;
        try {
            if (opened != null) {
                opened.close();
            }
        } catch (IOException kept) {
            LOG.log(Level.WARNING, "A temporary file could not be closed", kept);
        } finally {
            memoryShare.giveBack();
            fileShare.giveBack();
        }
    }

    /** Makes room for so many more, if there may be any; what is counted is the room and not what is in it. */
    private boolean fitsIntoMemory(int more) {
        long needed = length + more;
        if (needed <= memory.length) {
            return true;
        }
        if (needed > inMemory) {
            return false;
        }
        int room = (int) Math.min(inMemory, Math.max(needed, 2L * memory.length));
        if (!memoryShare.take(room - memory.length)) {
            return false;
        }
        memory = Arrays.copyOf(memory, room);
        return true;
    }

    private FileChannel moveToFile() throws IOException {
        takeOfFiles(length);
        FileChannel opened = opening.open();
        file = opened;
        writeFully(opened, ByteBuffer.wrap(memory, 0, (int) length));
        memory = new byte[0];
        memoryShare.giveBack();
        return opened;
    }

    private void takeOfFiles(long octets) throws IOException {
        if (!fileShare.take(octets)) {
            throw new SpoolBudget.Exceeded();
        }
    }

    private static FileAttribute<?>[] ownerOnly() {
        boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    private static void writeFully(FileChannel file, ByteBuffer octets) throws IOException {
        while (octets.hasRemaining()) {
            file.write(octets);
        }
    }

    /** The file by positions of its own, so that several can read it. */
    private static final class FileContent extends InputStream {

        private final FileChannel file;
        private final long length;
        private long position;

        FileContent(FileChannel file, long length) {
            this.file = file;
            this.length = length;
        }

        @Override
        public int read() throws IOException {
            byte[] octet = new byte[1];
            return read(octet, 0, 1) < 0 ? -1 : octet[0] & 0xFF;
        }

        @Override
        public int read(byte[] buffer, int offset, int count) throws IOException {
            if (position >= length) {
                return count == 0 ? 0 : -1;
            }
            int read = file.read(ByteBuffer.wrap(buffer, offset, count), position);
            position += Math.max(read, 0);
            return read;
        }
    }
}
