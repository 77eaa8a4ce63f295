package org.s2sgateway.odata;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * Goes through the elements of an XML document while it streams in, and takes nothing but elements, attributes, text and
 * comments: a document type, entities of its own or processing instructions are refused, so that one text has one
 * meaning and nothing is ever fetched. Whoever opens it closes it. For one thread.
 */
public final class PlainXml implements AutoCloseable {

    private static final int DEEPEST = 64;

    private final XMLStreamReader reader;
    private int depth;

    private PlainXml(XMLStreamReader reader) {
        this.reader = reader;
    }

    /**
     * A document as octets in the encoding that they say themselves.
     *
     * @param most octets that are read before the document is refused
     */
    public static PlainXml of(InputStream octets, long most) throws MalformedXml {
        try {
            return new PlainXml(factory().createXMLStreamReader(new Bounded(octets, most)));
        } catch (XMLStreamException malformed) {
            throw malformed(malformed);
        }
    }

    /** A document that is at hand. */
    public static PlainXml of(String text) throws MalformedXml {
        try {
            return new PlainXml(factory().createXMLStreamReader(new StringReader(text)));
        } catch (XMLStreamException malformed) {
            throw malformed(malformed);
        }
    }

    // The JDK's own parser, whichever others a server brings: what is refused here is tested with that one.
    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setXMLResolver((publicId, systemId, base, namespace) -> {
            throw new XMLStreamException("Nothing is fetched");
        });
        return factory;
    }

    /**
     * Goes on to the next beginning or end of an element; false at the end of the document.
     *
     * @throws MalformedXml when the document is refused
     */
    public boolean next() throws MalformedXml {
        try {
            while (reader.hasNext()) {
                switch (reader.next()) {
                    case XMLStreamConstants.START_ELEMENT -> {
                        depth++;
                        if (depth > DEEPEST) {
                            throw new MalformedXml("The XML is nested deeper than " + DEEPEST + " elements.");
                        }
                        return true;
                    }
                    case XMLStreamConstants.END_ELEMENT -> {
                        depth--;
                        return true;
                    }
                    case XMLStreamConstants.DTD,
                            XMLStreamConstants.ENTITY_REFERENCE,
                            XMLStreamConstants.PROCESSING_INSTRUCTION ->
                        throw new MalformedXml("The XML has a document type, an entity or a processing instruction.");
                    default -> {}
                }
            }
            return false;
        } catch (XMLStreamException malformed) {
            throw malformed(malformed);
        }
    }

    /** Whether an element begins here, rather than ends. */
    public boolean begins() {
        return reader.isStartElement();
    }

    /** The element's name without prefix. */
    public String name() {
        return reader.getLocalName();
    }

    /** The element's namespace; empty where it has none. */
    public String namespace() {
        String namespace = reader.getNamespaceURI();
        return namespace == null ? "" : namespace;
    }

    /** The value of an attribute without namespace; null where there is none. */
    public @Nullable String attribute(String name) {
        return reader.getAttributeValue("", name);
    }

    /** The names of all attributes, without their prefixes, so that one may be there twice. */
    public List<String> attributes() {
        return IntStream.range(0, reader.getAttributeCount())
                .mapToObj(reader::getAttributeLocalName)
                .toList();
    }

    @Override
    public void close() throws MalformedXml {
        try {
            reader.close();
        } catch (XMLStreamException malformed) {
            throw malformed(malformed);
        }
    }

    // The parser's own message would repeat what the document says.
    private static MalformedXml malformed(XMLStreamException cause) {
        if (cause.getNestedException() instanceof MalformedXml own) {
            return own;
        }
        MalformedXml malformed = new MalformedXml("The XML is not well-formed, or it is not to be read.");
        malformed.initCause(cause);
        return malformed;
    }

    private static final class Bounded extends FilterInputStream {

        private long left;

        Bounded(InputStream in, long most) {
            super(in);
            this.left = most;
        }

        @Override
        public int read() throws IOException {
            int octet = super.read();
            count(octet < 0 ? 0 : 1);
            return octet;
        }

        @Override
        public int read(byte[] octets, int offset, int length) throws IOException {
            int count = super.read(octets, offset, length);
            count(Math.max(count, 0));
            return count;
        }

        private void count(int octets) throws MalformedXml {
            left -= octets;
            if (left < 0) {
                throw new MalformedXml("The XML is larger than is read here.");
            }
        }
    }
}
