namespace DataCuration.LocalModels;

/// <summary>The facts of a model's file that a client uses.</summary>
internal sealed record GgufFacts
{
    /// <summary>The context length that the model was trained for; 0 if unknown.</summary>
    public required int TrainedContext { get; init; }

    /// <summary>True if the file has a chat template.</summary>
    public required bool HasTemplate { get; init; }

    /// <summary>The spellings of the tokens, by id.</summary>
    public required IReadOnlyList<string> Tokens { get; init; }
}
