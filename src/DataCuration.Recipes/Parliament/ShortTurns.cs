namespace DataCuration.Recipes;

/// <summary>The treatment of turns with few words, such as "Hear, hear!", in <see cref="SpeakerTurnSplitter"/>.</summary>
public enum ShortTurns
{
    /// <summary>Short turns are removed. If the same speaker continues after them, both parts are one turn.</summary>
    Drop,

    /// <summary>
    /// Short turns become part of the turn before them, as a paragraph with the name. A speaker who continues after them has one turn, with the name
    /// there too. Short turns at the start of a debate become part of the first longer one. A debate that has none gives no turn.
    /// </summary>
    Join,
}
