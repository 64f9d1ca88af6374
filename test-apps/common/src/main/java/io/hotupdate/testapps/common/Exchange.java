package io.hotupdate.testapps.common;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** One request and its response, whatever server carries it. Used by one thread. */
public interface Exchange {

  /** The request method in upper case, such as {@code GET}. */
  String method();

  /** The path of the request target, without the query. */
  String path();

  /** What follows the question mark in the request target; empty when there is none. */
  Query query();

  /** Adds a response header; only before one of the {@code respond} methods. */
  void header(String name, String value);

  /**
   * The request body. Ask for it before responding: a client that sent {@code Expect: 100-continue}
   * waits until the server wants the body.
   */
  InputStream requestBody() throws IOException;

  /**
   * Starts a response of exactly {@code length} bytes. The caller closes the stream once everything
   * is written, and leaves it open on failure so that a response cut short does not look complete.
   */
  OutputStream respond(int status, long length) throws IOException;

  /** Starts a response of unknown length; otherwise as {@link #respond}. */
  OutputStream respondChunked(int status) throws IOException;
}
