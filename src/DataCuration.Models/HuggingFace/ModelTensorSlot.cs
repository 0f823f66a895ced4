namespace DataCuration.Models;

/// <summary>A tensor that a model must have.</summary>
/// <param name="Role">Its place in the model.</param>
/// <param name="Layer">Its layer, from 0; -1 for tensors outside of layers.</param>
/// <param name="Name">Its name in Hugging Face's files.</param>
/// <param name="Shape">Its shape there.</param>
public sealed record ModelTensorSlot(ModelTensorRole Role, int Layer, string Name, IReadOnlyList<long> Shape)
{
    /// <summary>
    /// True for queries and keys, which rotary positions turn. Their rows are in another order in some files: see <see cref="RotaryOrder"/>.
    /// </summary>
    public bool IsRotated => Role is ModelTensorRole.Query or ModelTensorRole.QueryBias or ModelTensorRole.Key or ModelTensorRole.KeyBias
        or ModelTensorRole.QueryNorm or ModelTensorRole.KeyNorm;
}
