using static TorchSharp.torch;

namespace DataCuration.Training.TorchSharp;

/// <summary>Changes the outputs of a decoder's projections, such as an adapter.</summary>
internal interface IProjectionChange
{
    /// <summary>Returns a projection's changed output.</summary>
    /// <param name="layer">The number of the block.</param>
    /// <param name="projection">The projection.</param>
    /// <param name="input">Its input: a row for each position.</param>
    /// <param name="output">Its output; for projections into the residual stream, the sum with it.</param>
    Tensor Apply(int layer, DecoderProjection projection, Tensor input, Tensor output);
}
