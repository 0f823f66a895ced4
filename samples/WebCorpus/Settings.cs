using System.Collections.Immutable;
using DataCuration.Extraction;

namespace WebCorpus;

/// <summary>The settings from the command line.</summary>
internal sealed record Settings
{
    /// <summary>The crawl files.</summary>
    public required IReadOnlyList<string> Input { get; init; }

    /// <summary>The folder for all output.</summary>
    public required string Output { get; init; }

    public bool Parquet { get; init; }

    public TextFormat Text { get; init; }

    public ExtractionFocus Focus { get; init; }

    public int MinWords { get; init; }

    /// <summary>True to turn tables into self-contained lines.</summary>
    public bool LinearizeTables { get; init; }

    /// <summary>The declared languages to keep; empty for all.</summary>
    public IReadOnlyList<string> Languages { get; init; } = [];

    /// <summary>The HTTP status codes of the responses to keep; empty for all.</summary>
    public ImmutableArray<int> Statuses { get; init; } = [];
}
