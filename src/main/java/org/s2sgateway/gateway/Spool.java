package org.s2sgateway.gateway;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
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
import java.util.Set;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Octets that are written once and read any number of times: up to a size in memory, beyond it in a temporary file that
 * only this process's user can read, and that is gone with the process, however that ends. On Linux the file loses its
 * name as soon as it is open.
 *
 * <p>Written by one thread; then any number of threads may read.
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
    private final Path folder;
    private Memory memory = new Memory();
    private @Nullable FileChannel file;
    private long length;

    /** A spool that goes on in the folder for temporary files, beyond 1 MiB. */
    Spool() {
        this(IN_MEMORY, Path.of(System.getProperty("java.io.tmpdir")));
    }

    Spool(int inMemory, Path folder) {
        this.inMemory = inMemory;
        this.folder = folder;
    }

    /** How many octets were written. */
    long length() {
        return length;
    }

    /** Everything that was written, from the start; to be read before the spool is closed. */
    InputStream content() {
        FileChannel opened = file;
        return opened == null ? memory.content() : new FileContent(opened, length);
    }

    @Override
    public void write(int octet) throws IOException {
        write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] octets, int offset, int count) throws IOException {
        FileChannel opened = file;
        if (opened == null && length + count > inMemory) {
            opened = open();
            file = opened;
            memory.moveTo(opened);
            memory = new Memory();
        }
        if (opened == null) {
            memory.write(octets, offset, count);
        } else {
            writeFully(opened, ByteBuffer.wrap(octets, offset, count));
        }
        length += count;
    }

    /** Gives memory and disk back. */
    @Override
    public void close() {
        memory = new Memory();
        Closeable opened = file;
        if (opened == null) {
            return;
        }
        try {
            opened.close();
        } catch (IOException kept) {
            LOG.log(Level.WARNING, "A temporary file could not be closed", kept);
        }
    }

    private FileChannel open() throws IOException {
        boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] ownerOnly = posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
        return FileChannel.open(folder.resolve("s2s-batch-" + UUID.randomUUID()), OPTIONS, ownerOnly);
    }

    private static void writeFully(FileChannel file, ByteBuffer octets) throws IOException {
        while (octets.hasRemaining()) {
            file.write(octets);
        }
    }

    /** Octets that are not copied to be read. */
    private static final class Memory extends ByteArrayOutputStream {

        InputStream content() {
            return new ByteArrayInputStream(buf, 0, count);
        }

        void moveTo(FileChannel file) throws IOException {
            writeFully(file, ByteBuffer.wrap(buf, 0, count));
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
