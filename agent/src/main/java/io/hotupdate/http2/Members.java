package io.hotupdate.http2;

import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * The members of classes that the agent cannot see.
 *
 * <p>What is found is remembered, and held together with its class; so this is made for one drain
 * and then dropped.
 */
final class Members {
  private final Consumer<Class<?>> opener;
  private final Map<List<Object>, Method> methods = new ConcurrentHashMap<>();

  /**
   * The members.
   *
   * @param opener opens the package of a class that is in a module
   */
  Members(Consumer<Class<?>> opener) {
    this.opener = opener;
  }

  /** Whether a class of the object or above it has this simple name. */
  static boolean is(Object object, String simpleName) {
    for (Class<?> type = object.getClass(); type != null; type = type.getSuperclass()) {
      if (type.getSimpleName().equals(simpleName)) {
        return true;
      }
    }
    return false;
  }

  /** The class of the object, or one above it, whose name ends so. */
  static Class<?> above(Object object, String end) {
    for (Class<?> type = object.getClass(); type != null; type = type.getSuperclass()) {
      if (type.getName().endsWith(end)) {
        return type;
      }
    }
    throw new IllegalArgumentException(object.getClass() + " is no " + end);
  }

  boolean isTrue(Object target, String method) throws ReflectiveOperationException {
    return Boolean.TRUE.equals(call(target, method));
  }

  /**
   * Calls a method.
   *
   * @throws ReflectiveOperationException if there is none that takes such arguments, if it cannot
   *     be called, or if it throws
   */
  Object call(Object target, String name, Object... arguments) throws ReflectiveOperationException {
    List<Object> key = List.of(target.getClass(), name, arguments.length);
    Method method = methods.get(key);
    if (method == null || !fits(method, arguments)) {
      method = method(target.getClass(), name, arguments);
      methods.put(key, method);
    }
    return method.invoke(target, arguments);
  }

  /** Makes an object. */
  Object make(Class<?> type, Object... arguments) throws ReflectiveOperationException {
    for (Constructor<?> constructor : type.getDeclaredConstructors()) {
      if (fits(constructor, arguments)) {
        return reachable(constructor).newInstance(arguments);
      }
    }
    throw new NoSuchMethodException(type.getName() + " cannot be made of " + types(arguments));
  }

  /** Reads a field; the target is null for a static one. */
  Object get(Class<?> type, Object target, String name) throws ReflectiveOperationException {
    return reachable(type.getDeclaredField(name)).get(target);
  }

  /** Writes a field. */
  void set(Class<?> type, Object target, String name, Object value)
      throws ReflectiveOperationException {
    reachable(type.getDeclaredField(name)).set(target, value);
  }

  private Method method(Class<?> type, String name, Object... arguments)
      throws NoSuchMethodException {
    List<Method> found = new ArrayList<>();
    for (Class<?> each : typesOf(type)) {
      for (Method method : each.getDeclaredMethods()) {
        if (method.getName().equals(name) && fits(method, arguments)) {
          found.add(method);
        }
      }
    }
    if (found.isEmpty()) {
      throw new NoSuchMethodException(type.getName() + "." + name + types(arguments));
    }
    // Rather one that everybody may call: the class may be private where its interface is not.
    for (Method method : found) {
      if (isOpen(method)) {
        return method;
      }
    }
    return reachable(found.get(0));
  }

  private static Set<Class<?>> typesOf(Class<?> type) {
    Set<Class<?>> types = new LinkedHashSet<>();
    for (Class<?> each = type; each != null; each = each.getSuperclass()) {
      types.add(each);
    }
    for (Class<?> each : List.copyOf(types)) {
      addInterfaces(each, types);
    }
    return types;
  }

  private static void addInterfaces(Class<?> type, Set<Class<?>> types) {
    for (Class<?> each : type.getInterfaces()) {
      if (types.add(each)) {
        addInterfaces(each, types);
      }
    }
  }

  private static boolean fits(Executable executable, Object... arguments) {
    Class<?>[] parameters = executable.getParameterTypes();
    if (parameters.length != arguments.length) {
      return false;
    }
    for (int i = 0; i < parameters.length; i++) {
      Object argument = arguments[i];
      boolean fits =
          parameters[i].isPrimitive()
              ? argument != null && isBoxOf(argument, parameters[i])
              : argument == null || parameters[i].isInstance(argument);
      if (!fits) {
        return false;
      }
    }
    return true;
  }

  private static boolean isBoxOf(Object argument, Class<?> primitive) {
    return (primitive == int.class && argument instanceof Integer)
        || (primitive == long.class && argument instanceof Long);
  }

  private <T extends AccessibleObject & Member> T reachable(T member) {
    if (!isOpen(member)) {
      Class<?> type = member.getDeclaringClass();
      if (!type.getModule().isOpen(type.getPackageName(), Members.class.getModule())) {
        opener.accept(type);
      }
      member.setAccessible(true);
    }
    return member;
  }

  private static boolean isOpen(Member member) {
    Class<?> type = member.getDeclaringClass();
    return Modifier.isPublic(member.getModifiers())
        && Modifier.isPublic(type.getModifiers())
        && type.getModule().isExported(type.getPackageName(), Members.class.getModule());
  }

  private static String types(Object... arguments) {
    return Arrays.stream(arguments)
        .map(argument -> argument == null ? "null" : argument.getClass().getName())
        .toList()
        .toString();
  }
}
