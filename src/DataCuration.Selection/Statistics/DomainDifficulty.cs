namespace DataCuration.Selection;

/// <summary>The difficulty and specificity of a group of documents, such as the texts of one task.</summary>
public sealed record DomainDifficulty
{
    /// <summary>The group; empty for documents without one.</summary>
    public required string Group { get; init; }

    /// <summary>The number of documents with both losses.</summary>
    public long Documents { get; init; }

    /// <summary>The mean loss of the general model over the documents, in nats per token: the group's difficulty.</summary>
    public required double GeneralLoss { get; init; }

    /// <summary>The mean loss of the domain's model.</summary>
    public required double DomainLoss { get; init; }

    /// <summary>CaseHOLD's domain specificity: the mean difference, general minus domain.</summary>
    public required double Specificity { get; init; }

    /// <summary>The standard error of <see cref="Specificity"/>; NaN with one document.</summary>
    public required double StandardError { get; init; }

    /// <summary>The share of documents on which the domain's model has the lower loss.</summary>
    public required double DomainWins { get; init; }
}
