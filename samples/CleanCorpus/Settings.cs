using DataCuration;
using DataCuration.Filters;

namespace CleanCorpus;

/// <summary>The settings from the command line.</summary>
internal sealed record Settings
{
    /// <summary>The names of the profiles.</summary>
    public static readonly string[] Profiles = ["FineWeb", "DatatroveDefault", "Dclm", "Dolma", "Nemo", "RefinedWeb", "GopherPaper"];

    /// <summary>The JSONL files with the documents.</summary>
    public required IReadOnlyList<string> Input { get; init; }

    /// <summary>The field with the text of a document.</summary>
    public required string TextField { get; init; }

    /// <summary>The name of the filter profile.</summary>
    public required string Profile { get; init; }

    /// <summary>The JSONL files with the benchmark items; empty to leave out decontamination.</summary>
    public required IReadOnlyList<string> Benchmarks { get; init; }

    /// <summary>The fields of a benchmark item.</summary>
    public required string QuestionField { get; init; }

    public required string AnswerField { get; init; }

    /// <summary>The number of example documents for each reason.</summary>
    public required int Examples { get; init; }

    /// <summary>Creates the filters of the profile.</summary>
    public Stage[] CreateFilters() => Profile switch
    {
        "FineWeb" => FilterProfiles.FineWeb(),
        "DatatroveDefault" => FilterProfiles.DatatroveDefault(),
        "Dclm" => FilterProfiles.Dclm(),
        // Dolma counts blank lines as duplicate lines: with them, nearly every document is dropped.
        "Dolma" => [new DclmNewlines { MaxConsecutive = 1 }, .. FilterProfiles.Dolma()],
        "Nemo" => FilterProfiles.Nemo(),
        "RefinedWeb" => FilterProfiles.RefinedWeb(),
        "GopherPaper" => FilterProfiles.GopherPaper(),
        _ => throw new InvalidOperationException($"There is no profile '{Profile}'. The profiles are {string.Join(", ", Profiles)}."),
    };
}
