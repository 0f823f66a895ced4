using System.Globalization;

namespace DataCuration.Mixing;

/// <summary>The progress of a search, after each mixture.</summary>
public sealed record MixtureSearchProgress
{
    /// <summary>The mixture that was measured, or found in the journal.</summary>
    public required MixtureEvaluation Evaluation { get; init; }

    /// <summary>True if the score was in the journal.</summary>
    public required bool WasFound { get; init; }

    /// <summary>The number of mixtures so far.</summary>
    public required int Finished { get; init; }

    /// <summary>The number of mixtures of all iterations.</summary>
    public required int Total { get; init; }

    /// <summary>Returns a line for a display.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"iteration {Evaluation.Iteration}, {Finished} of {Total}: {Evaluation.Score:0.####}{(WasFound ? " (found)" : "")}");
}
