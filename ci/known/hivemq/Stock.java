import com.hivemq.embedded.EmbeddedHiveMQ;
import java.nio.file.Path;

/** HiveMQ Community Edition as its documentation has a program embed it. It shares nothing with Gauntlet. */
public final class Stock {
    public static void main(final String[] folders) {
        final Path folder = Path.of(folders[0]);
        EmbeddedHiveMQ.builder()
                .withConfigurationFolder(folder)
                .withDataFolder(folder.resolve("data"))
                .withExtensionsFolder(folder.resolve("extensions"))
                .build()
                .start()
                .join();
        System.out.println("is running");
    }
}
