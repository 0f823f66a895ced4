using DataCuration.Models;
using static TorchSharp.torch;

namespace DataCuration.Training.TorchSharp;

/// <summary>Gives a decoder's parameters rows for new tokens.</summary>
internal static class GrownParameters
{
    /// <summary>Returns the parameters with rows for new tokens, and disposes the old ones if that succeeds.</summary>
    /// <param name="old">The parameters.</param>
    /// <param name="options">The decoder with the new vocabulary.</param>
    /// <param name="growth">The new tokens.</param>
    public static ParameterStore Replace(ParameterStore old, DecoderOptions options, EmbeddingGrowth growth)
    {
        var grown = new ParameterStore(new ParameterLayout(options), old.Values.device, withGradients: false);
        try
        {
            using IDisposable guard = no_grad();
            foreach ((ParameterShape before, ParameterShape after) in old.Layout.Shapes.Zip(grown.Layout.Shapes))
            {
                using IDisposable scope = NewDisposeScope();
                if (before.Name is not (ParameterLayout.Embedding or ParameterLayout.Output))
                {
                    grown[after.Name].copy_(old[before.Name]);
                    continue;
                }
                var matrix = ModelTensor.FromValues(before.Name, before.Dimensions, old[before.Name].detach().cpu().data<float>().ToArray());
                grown[after.Name].copy_(tensor(growth.Grow(matrix).ToArray(), after.Dimensions));
            }
        }
        catch
        {
            grown.Dispose();
            throw;
        }
        old.Dispose();
        return grown;
    }

    /// <summary>Returns the hash of a model with rows for new tokens; without new tokens, that of the model.</summary>
    public static string Hash(string model, EmbeddingGrowth? growth)
    {
        if (growth is null) return model;
        var writer = new FingerprintWriter();
        writer.Add("model", model);
        writer.Add("new_tokens", growth.Fingerprint);
        return writer.ToFingerprint();
    }
}
