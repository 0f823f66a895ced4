namespace DataCuration.Models;

/// <summary>A model to merge, and the weight of its task vector.</summary>
public sealed record WeightedModel
{
    /// <summary>The model: a folder of Hugging Face, or a safetensors file.</summary>
    public required string Path { get; init; }

    /// <summary>
    /// The factor of the model's difference from the base. 1 adds all of it, a smaller number a part, and a negative number removes it (Ilharco et al. 2023:
    /// forgetting by negation).
    /// </summary>
    /// <value>Finite. Default 1.</value>
    public double Weight
    {
        get;
        init => field = double.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(nameof(Weight), value, "Must be finite.");
    } = 1;
}
