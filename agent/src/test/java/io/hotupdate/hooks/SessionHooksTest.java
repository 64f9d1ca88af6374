package io.hotupdate.hooks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import java.util.TreeSet;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The hooks of the HTTP/2 sessions, in the classes of the servers themselves. */
class SessionHooksTest {
  @ParameterizedTest
  @CsvSource({
    "io.netty.handler.codec.http2.Http2ConnectionHandler, decode",
    "io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2ConnectionHandler, decode",
    "org.eclipse.jetty.http2.HTTP2Session, onData onPing onSettings",
    "org.eclipse.jetty.http2.server.internal.HTTP2ServerSession, onHeaders",
    "io.undertow.protocols.http2.Http2Channel, createChannelImpl",
    "org.apache.coyote.http2.Http2UpgradeHandler, headersEnd pingReceive settingsEnd",
    "org.apache.coyote.http2.Http2AsyncUpgradeHandler, headersEnd pingReceive settingsEnd",
  })
  void a_session_is_told_of_where_its_frames_come_in(String type, String methods)
      throws IOException {
    assertThat(hooked(type)).containsExactlyInAnyOrder(methods.split(" ", -1));
  }

  @ParameterizedTest
  @CsvSource({
    "io.netty.handler.codec.http2.Http2ConnectionHandler$FrameDecoder",
    "io.netty.handler.codec.http2.DefaultHttp2ConnectionDecoder",
    "org.eclipse.jetty.http2.HTTP2Stream",
  })
  void other_classes_are_left_as_they_are(String type) throws IOException {
    assertThat(transformed(type)).isNull();
  }

  private static Set<String> hooked(String type) throws IOException {
    Set<String> methods = new TreeSet<>();
    new ClassReader(transformed(type))
        .accept(
            new ClassVisitor(Opcodes.ASM9) {
              @Override
              public MethodVisitor visitMethod(
                  int access, String name, String descriptor, String signature, String[] thrown) {
                return new MethodVisitor(Opcodes.ASM9) {
                  @Override
                  public void visitMethodInsn(
                      int opcode, String owner, String called, String how, boolean isInterface) {
                    if (owner.equals("java/net/HotUpdateHooks") && called.equals("session")) {
                      methods.add(name);
                    }
                  }
                };
              }
            },
            0);
    return methods;
  }

  private static byte[] transformed(String type) throws IOException {
    ClassLoader loader = SessionHooksTest.class.getClassLoader();
    String name = type.replace('.', '/');
    try (InputStream bytes = loader.getResourceAsStream(name + ".class")) {
      return new HookTransformer(Hook.all())
          .transform(loader, name, null, null, bytes.readAllBytes());
    }
  }
}
