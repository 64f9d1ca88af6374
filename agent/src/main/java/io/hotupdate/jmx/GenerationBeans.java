package io.hotupdate.jmx;

import io.hotupdate.generation.DaemonThread;
import io.hotupdate.generation.Orders;
import io.hotupdate.log.Log;
import java.lang.management.ManagementFactory;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/** Registers the bean of this generation. */
public final class GenerationBeans {
  static final String NAME = "io.hotupdate:type=Generation";

  private static final int MOST_WAITING = 1000;

  private GenerationBeans() {}

  /**
   * Registers it with the platform MBean server. To be called only when somebody else has used that
   * server already.
   */
  public static void register(Orders generation) {
    GenerationBean bean = new GenerationBean(generation, sender());
    try {
      register(ManagementFactory.getPlatformMBeanServer(), bean);
      generation.observe(bean);
      Log.debug("registered " + NAME);
    } catch (JMException e) {
      Log.warn("no " + NAME + " for management tools: " + e);
    }
  }

  static void register(MBeanServer server, GenerationBean bean) throws JMException {
    server.registerMBean(bean, new ObjectName(NAME));
  }

  /** One thread, which ends when there is nothing to send. */
  private static ThreadPoolExecutor sender() {
    ThreadPoolExecutor sender =
        new ThreadPoolExecutor(
            1,
            1,
            10,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MOST_WAITING),
            body -> DaemonThread.create("notifications", body),
            // A listener that hangs must not cost the server its memory.
            new ThreadPoolExecutor.DiscardOldestPolicy());
    sender.allowCoreThreadTimeOut(true);
    return sender;
  }
}
