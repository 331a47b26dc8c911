package io.foyer.platform.web;

/** Who asks: the name a {@link Gate} knows the caller by. */
public record Caller(String name) {}
