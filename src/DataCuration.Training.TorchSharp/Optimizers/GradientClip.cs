using static TorchSharp.torch;

namespace DataCuration.Training.TorchSharp;

/// <summary>Scales a gradient down to a maximum norm.</summary>
internal static class GradientClip
{
    /// <summary>Clips the whole gradient.</summary>
    /// <returns>The norm before clipping.</returns>
    public static Tensor Apply(Tensor gradients, double limit)
    {
        Tensor norm = gradients.norm();
        if (double.IsFinite(limit)) gradients.mul_(norm.Plus(1e-6).reciprocal_().TimesInPlace(limit).AtMostInPlace(1));
        return norm;
    }
}
