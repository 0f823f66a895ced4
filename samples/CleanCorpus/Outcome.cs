using DataCuration;
using DataCuration.Deduplication;
using DataCuration.Filters;

namespace CleanCorpus;

/// <summary>The results of the job.</summary>
internal sealed record Outcome
{
    /// <summary>The clean corpus.</summary>
    public required Corpus Clean { get; init; }

    /// <summary>The counts of the first pass: repair, filters, personal data.</summary>
    public required RunReport Filtering { get; init; }

    /// <summary>The counts of the second pass: duplicates and benchmark text.</summary>
    public required RunReport Cleaning { get; init; }

    /// <summary>Each reason with its documents.</summary>
    public required DropReport Drops { get; init; }

    /// <summary>The duplicates as pairs.</summary>
    public required DuplicateReport Duplicates { get; init; }

    /// <summary>The matches with benchmarks; null without benchmarks.</summary>
    public required ContaminationReport? Contamination { get; init; }
}
