namespace DataCuration.Extraction;

/// <summary>What a rule says of a text.</summary>
public enum RuleVerdict
{
    /// <summary>It does not belong to the path.</summary>
    Rejected,

    /// <summary>The rule cannot tell: a scorer has to.</summary>
    Undecided,

    /// <summary>It belongs to the path.</summary>
    Accepted,
}
