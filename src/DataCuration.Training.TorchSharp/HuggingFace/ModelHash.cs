using System.IO.Hashing;
using DataCuration.Models;

namespace DataCuration.Training.TorchSharp;

/// <summary>Hashes a model in Hugging Face's files.</summary>
internal static class ModelHash
{
    /// <summary>Returns the XxHash128 of the configuration and of all weight files, in hexadecimal.</summary>
    public static string Compute(HuggingFaceFolder folder)
    {
        var hash = new XxHash128();
        foreach (string path in (IEnumerable<string>)[Path.Combine(folder.Path, ModelConfiguration.FileName), .. folder.WeightFiles])
        {
            using FileStream stream = File.OpenRead(path);
            hash.Append(stream);
        }
        return Convert.ToHexStringLower(hash.GetCurrentHash());
    }
}
