package io.foyer.chat.wire.stchat;

import java.util.List;
import java.util.random.RandomGenerator;

/** Names for guests that sound like names of people. Source of the form: st-chat. */
final class GuestNames {
  private static final List<String> FIRST =
      List.of(
          "Ada",
          "Agnes",
          "Albert",
          "Alice",
          "Amos",
          "Anna",
          "Arthur",
          "Basil",
          "Beatrice",
          "Bert",
          "Carol",
          "Cecil",
          "Clara",
          "Clive",
          "Daisy",
          "Daniel",
          "Dora",
          "Edgar",
          "Edith",
          "Ella",
          "Emma",
          "Ernest",
          "Esther",
          "Felix",
          "Flora",
          "Frank",
          "George",
          "Grace",
          "Harold",
          "Hazel",
          "Henry",
          "Ida",
          "Irene",
          "Isaac",
          "Ivy",
          "Jack",
          "Jane",
          "Joan",
          "Julia",
          "Karl",
          "Laura",
          "Leo",
          "Lily",
          "Louis",
          "Lucy",
          "Mabel",
          "Martha",
          "Max",
          "Miles",
          "Nora",
          "Oliver",
          "Oscar",
          "Paula",
          "Percy",
          "Ralph",
          "Rose",
          "Ruth",
          "Simon",
          "Stella",
          "Victor");

  private static final List<String> LAST =
      List.of(
          "Abbott",
          "Archer",
          "Baker",
          "Barlow",
          "Bishop",
          "Brook",
          "Carter",
          "Chapman",
          "Clark",
          "Cooper",
          "Dale",
          "Dawson",
          "Draper",
          "Ellis",
          "Farmer",
          "Field",
          "Fisher",
          "Fletcher",
          "Ford",
          "Forster",
          "Gardner",
          "Glover",
          "Green",
          "Hale",
          "Harper",
          "Hill",
          "Hunter",
          "Kemp",
          "Knight",
          "Lake",
          "Lane",
          "Marsh",
          "Mason",
          "Mercer",
          "Miller",
          "Moore",
          "North",
          "Page",
          "Palmer",
          "Parker",
          "Piper",
          "Porter",
          "Potter",
          "Reed",
          "Rivers",
          "Sawyer",
          "Shepherd",
          "Skinner",
          "Stone",
          "Tanner",
          "Taylor",
          "Turner",
          "Wade",
          "Walker",
          "Ward",
          "Weaver",
          "Webb",
          "West",
          "Wood",
          "Young");

  private static final int PLAIN_TRIES = 3;
  private static final int NUMBERS = 10_000;

  private final RandomGenerator random;

  GuestNames(RandomGenerator random) {
    this.random = random;
  }

  /**
   * A name.
   *
   * @param tries how many names were taken already; after a few a number makes it rare
   */
  String next(int tries) {
    String name = any(FIRST) + " " + any(LAST);
    return tries < PLAIN_TRIES ? name : name + " " + (2 + random.nextInt(NUMBERS));
  }

  private String any(List<String> names) {
    return names.get(random.nextInt(names.size()));
  }
}
