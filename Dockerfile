# The gateway on Payara Micro, out of the files of target/ that `./mvnw package` makes and of server-config/.
#   ./mvnw package -DskipTests && docker build -t s2s-gateway .
#   docker run -p 8080:8080 -e S2S_REGISTRATION_TENANT_ID=... (docs/configuration.md) -v s2s-data:/opt/payara/data s2s-gateway
# Keep /opt/payara/data, or use PostgreSQL by S2S_DB_URL.
FROM payara/micro:6.2025.10-jdk17

WORKDIR /opt/payara
COPY --chown=1000:1000 server-config/payara-micro/pre-boot.txt server-config/payara-micro/logging.properties config/
COPY --chown=1000:1000 target/servers/postgresql.jar lib/
COPY --chown=1000:1000 target/s2s-gateway.war ./
RUN mkdir data

# The folder of the embedded H2 database: the working directory's.
VOLUME /opt/payara/data
EXPOSE 8080

# The base image's user "payara"; by its number, for clusters that check that it is not root.
USER 1000

# bash speaks HTTP well enough; the base image promises neither curl nor wget.
HEALTHCHECK --interval=10s --timeout=6s --start-period=60s --retries=3 \
  CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8080 && printf 'GET /api/health/ready HTTP/1.0\\r\\nHost: localhost\\r\\n\\r\\n' >&3 && head -n 1 <&3 | grep -q ' 200 '"]

# Arguments of the base image's entry point, which starts Payara Micro as process 1 with MEM_MAX_RAM_PERCENTAGE of the
# container's memory and JVM_ARGS. The same options as org.s2sgateway.launch.PayaraMicro.
CMD ["--port", "8080", "--nohazelcast", "--disablephonehome", \
     "--prebootcommandfile", "config/pre-boot.txt", "--logproperties", "config/logging.properties", \
     "--addlibs", "lib/postgresql.jar", "--contextroot", "/", "--deploy", "s2s-gateway.war"]
