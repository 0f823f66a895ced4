using System.Collections.Immutable;
using DataCuration.Extraction;

namespace WebCorpus;

/// <summary>What the command line asks for.</summary>
internal sealed record Settings
{
    /// <summary>The crawl files.</summary>
    public required IReadOnlyList<string> Input { get; init; }

    /// <summary>The folder for everything that is made.</summary>
    public required string Output { get; init; }

    public bool Parquet { get; init; }

    public TextFormat Text { get; init; }

    public ExtractionFocus Focus { get; init; }

    public int MinWords { get; init; }

    /// <summary>Whether tables become lines that stand on their own.</summary>
    public bool LinearizeTables { get; init; }

    /// <summary>The declared languages to keep; empty for all.</summary>
    public IReadOnlyList<string> Languages { get; init; } = [];

    /// <summary>The HTTP status of the responses to take; empty for all.</summary>
    public ImmutableArray<int> Statuses { get; init; } = [];
}
