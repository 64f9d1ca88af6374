package io.hotupdate.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeLibraryTest {
  private static final int LOOKS = 2_000;

  @Test
  void a_deleted_file_is_found_while_the_application_closes_other_descriptors(
      @TempDir Path directory) throws Exception {
    Path deleted = directory.resolve("library.so");
    AtomicBoolean over = new AtomicBoolean();
    AtomicReference<IOException> failure = new AtomicReference<>();
    Thread application =
        new Thread(
            () -> {
              while (!over.get()) {
                try (InputStream opened = Files.newInputStream(Path.of("/proc/self/stat"))) {
                  assertThat(opened.read()).isPositive();
                } catch (IOException e) {
                  failure.set(e);
                }
              }
            });
    // So that the application's descriptor comes before the one that is looked for.
    InputStream lower = Files.newInputStream(Path.of("/proc/self/stat"));
    try (var copy =
        Files.newByteChannel(deleted, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      Files.delete(deleted);
      lower.close();
      application.start();
      for (int look = 0; look < LOOKS; look++) {
        assertThat(Files.readSymbolicLink(NativeLibrary.descriptor(deleted)).toString())
            .startsWith(deleted.toString());
      }
      assertThat(copy.isOpen()).isTrue();
    } finally {
      over.set(true);
      application.join();
    }
    assertThat(failure.get()).isNull();
  }
}
