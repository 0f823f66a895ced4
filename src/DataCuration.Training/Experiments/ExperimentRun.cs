using System.Globalization;

namespace DataCuration.Training;

/// <summary>One training of a <see cref="SelectionExperiment"/>: a selection with a seed.</summary>
public sealed record ExperimentRun
{
    /// <summary>The name of the selection.</summary>
    public required string Selection { get; init; }

    /// <summary>The seed of the training.</summary>
    public required ulong Seed { get; init; }

    /// <summary>The name: selection and seed, as in <c>dsir-1</c>.</summary>
    public string Name => NameOf(Selection, Seed);

    /// <summary>The number of tokens of the selection; for a mixture, of all its sets.</summary>
    public required long SelectionTokens { get; init; }

    /// <summary>The number of tokens trained on, with repeats.</summary>
    public required long TokensSeen { get; init; }

    /// <summary>The number of times that the selection was read; for a mixture, that of the set that was read most often.</summary>
    public required double Passes { get; init; }

    /// <summary>The number of optimizer steps.</summary>
    public required long Steps { get; init; }

    /// <summary>The number of model parameters.</summary>
    public required long ParameterCount { get; init; }

    /// <summary>The time of the training steps in seconds; of a resumed training, that of its last process.</summary>
    public required double Seconds { get; init; }

    /// <summary>The device: <c>cpu</c> or <c>cuda:0</c>.</summary>
    public required string Device { get; init; }

    /// <summary>The folder of the finished model.</summary>
    public required string? ModelFolder { get; init; }

    /// <summary>The model's losses by the name of the evaluation set, document by document.</summary>
    public required IReadOnlyDictionary<string, EvaluationResult> Evaluations { get; init; }

    /// <summary>The warnings of the training.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>True if the run was finished before and was read from its files.</summary>
    public bool WasFinished { get; init; }

    internal static string NameOf(string selection, ulong seed) => string.Create(CultureInfo.InvariantCulture, $"{selection}-{seed}");
}
