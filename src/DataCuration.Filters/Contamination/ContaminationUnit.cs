namespace DataCuration.Filters;

/// <summary>The parts of benchmark texts that <see cref="ContaminationIndex"/> holds.</summary>
public enum ContaminationUnit
{
    /// <summary>Sequences of n words.</summary>
    NGrams,

    /// <summary>Whole lines of n words or more.</summary>
    Paragraphs,
}
