package io.hotupdate.farewell;

import io.hotupdate.http1.Conversation;

/** Whom a conversation is with. */
record Party(Conversation conversation) {}
