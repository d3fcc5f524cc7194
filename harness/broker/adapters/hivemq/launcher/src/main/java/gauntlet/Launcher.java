package gauntlet;

import com.hivemq.embedded.EmbeddedExtension;
import com.hivemq.embedded.EmbeddedHiveMQ;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/**
 * Starts HiveMQ Community Edition with the configuration of a folder (config.xml, and access.properties for who may log
 * in), until it is told to end.
 */
public final class Launcher {
    private Launcher() {}

    public static void main(final String[] arguments) throws Exception {
        if (arguments.length != 1) {
            System.err.println("usage: hivemq --version | hivemq FOLDER");
            System.exit(2);
        }
        final Path folder = Path.of(arguments[0]);
        final EmbeddedHiveMQ broker = EmbeddedHiveMQ.builder()
                .withConfigurationFolder(folder)
                .withDataFolder(folder.resolve("data"))
                .withExtensionsFolder(folder.resolve("extensions"))
                .withEmbeddedExtension(extension(Access.read(folder.resolve("access.properties"))))
                .build();
        broker.start().get();
        final CountDownLatch ended = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            broker.stop().join();
            ended.countDown();
        }));
        System.out.println("HiveMQ CE is ready");
        ended.await();
    }

    private static EmbeddedExtension extension(final Access access) {
        return EmbeddedExtension.builder()
                .withId("gauntlet-access")
                .withName("Gauntlet's access rules")
                .withVersion("1")
                .withAuthor("Gauntlet")
                .withPriority(0)
                .withStartPriority(0)
                .withExtensionMain(access)
                .build();
    }
}
