package io.foyer;

import io.foyer.chat.ChatConfig;
import io.foyer.chat.wire.stchat.StChatConfig;
import io.foyer.platform.config.Description;
import java.util.Optional;

/** The settings of the chat. */
public record ChatSettings(
    @Description("The limits of the chat, and how long it is kept.") ChatConfig chat,
    @Description(
            value =
                "The port of st-chat for guests: one public room without accounts and without a"
                    + " check of the `Origin`.",
            absent = "there is no such port")
        Optional<StChatConfig> stchat) {}
