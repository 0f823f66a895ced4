namespace DataCuration.Training;

/// <summary>The use of one set of token shards in a training.</summary>
public sealed record TrainingSource
{
    /// <summary>The folder of the token shards.</summary>
    public required string Folder { get; init; }

    /// <summary>The weight in the mixture, as given.</summary>
    public required double Weight { get; init; }

    /// <summary>The number of tokens trained on, including repeats and those before a resume.</summary>
    public required long TokensSeen { get; init; }

    /// <summary>The number of passes over the documents.</summary>
    public required double Epochs { get; init; }
}
