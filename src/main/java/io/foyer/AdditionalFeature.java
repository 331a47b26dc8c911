package io.foyer;

import java.util.List;

/** A feature that a command or a test adds to those of every node. */
interface AdditionalFeature {
  /**
   * Builds it.
   *
   * @param features the node's own
   */
  Feature create(FoyerConfig config, CoreServices core, Features features);

  /** Its fragments of the API contract: JSON files of {@code openapi/}, without their ending. */
  default List<String> contract() {
    return List.of();
  }
}
