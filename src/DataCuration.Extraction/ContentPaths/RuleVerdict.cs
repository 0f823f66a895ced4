namespace DataCuration.Extraction;

/// <summary>The result of a content-path rule.</summary>
public enum RuleVerdict
{
    /// <summary>The text does not belong to the path.</summary>
    Rejected,

    /// <summary>The rule cannot decide; a scorer is needed.</summary>
    Undecided,

    /// <summary>The text belongs to the path.</summary>
    Accepted,
}
