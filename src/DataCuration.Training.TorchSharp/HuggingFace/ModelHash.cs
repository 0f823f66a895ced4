using System.IO.Hashing;
using DataCuration.Models;

namespace DataCuration.Training.TorchSharp;

/// <summary>Hashes a model in Hugging Face's files.</summary>
internal static class ModelHash
{
    /// <summary>Returns the XxHash128 of the configuration and of all weight files, and of an adapter's files, in hexadecimal.</summary>
    public static string Compute(HuggingFaceFolder folder, LoraAdapterFolder? adapter = null)
    {
        var hash = new XxHash128();
        string[] change = adapter is null ? []
            : [Path.Combine(adapter.Path, LoraAdapterFolder.ConfigurationFileName), Path.Combine(adapter.Path, LoraAdapterFolder.WeightsFileName)];
        foreach (string path in (IEnumerable<string>)[Path.Combine(folder.Path, ModelConfiguration.FileName), .. folder.WeightFiles, .. change])
        {
            using FileStream stream = File.OpenRead(path);
            hash.Append(stream);
        }
        return Convert.ToHexStringLower(hash.GetCurrentHash());
    }
}
