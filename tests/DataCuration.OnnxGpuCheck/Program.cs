using System.Globalization;
using System.Text;
using DataCuration.Onnx;

namespace DataCuration.OnnxGpuCheck;

/// <summary>
/// Runs a small model with the native package for GPUs: on the CPU, on CUDA, and on CUDA with the fallback. Without a GPU, CUDA has to be refused with a
/// message that says what to do, and the fallback has to give the vectors of the CPU. The last line is "onnx gpu check ok" or the fault.
/// </summary>
internal static class Program
{
    private const int Width = 8;
    private static readonly string[] Vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "river", "sand", "sea", "the"];
    private static readonly string[] Texts = ["the river", "the sea and the sand", "sand"];

    private static int Main()
    {
        string folder = Directory.CreateTempSubdirectory("datacuration-onnx-gpu-").FullName;
        try
        {
            string fault = Check(folder);
            Console.WriteLine(fault.Length == 0 ? "onnx gpu check ok" : "FAULT: " + fault);
            return fault.Length == 0 ? 0 : 1;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Check(string folder)
    {
        string model = Path.Combine(folder, "model.onnx"), vocabulary = Path.Combine(folder, "vocab.txt");
        File.WriteAllLines(vocabulary, Vocabulary);
        using (FileStream file = File.Create(model)) Lookup().Build().WriteTo(file);
        OnnxTokenizer tokenizer = OnnxTokenizer.FromVocabulary(vocabulary);
        float[] expected = Embed(model, tokenizer, new(), out OnnxProvider provider);
        if (provider != OnnxProvider.Cpu) return $"the default provider is {provider}";
        string? refusal = null;
        float[] vectors = [];
        try
        {
            vectors = Embed(model, tokenizer, new() { Provider = OnnxProvider.Cuda }, out provider);
        }
        catch (OnnxProviderException e)
        {
            refusal = e.Message;
        }
        if (refusal is null)
        {
            Console.WriteLine($"CUDA is in use: {provider}.");
            return provider == OnnxProvider.Cuda && AreNear(expected, vectors, 1e-5f) ? "" : "the vectors of CUDA are not those of the CPU";
        }
        Console.WriteLine("CUDA was refused: " + refusal);
        foreach (string part in (string[])["CUDA cannot be used on GPU 0", "Microsoft.ML.OnnxRuntime.Gpu", "FallbackToCpu", "The error was: "])
            if (!refusal.Contains(part, StringComparison.Ordinal)) return $"the message does not say '{part}'";
        // The package for GPUs has the provider, and says what it misses. The package for CPUs does not know it.
        if (!refusal.Contains("providers_cuda", StringComparison.Ordinal) && !refusal.Contains("CUDA failure", StringComparison.Ordinal)
            && !refusal.Contains("CUDA error", StringComparison.Ordinal)) return "the error is not one of the CUDA provider";
        vectors = Embed(model, tokenizer, new() { Provider = OnnxProvider.Cuda, FallbackToCpu = true }, out provider);
        Console.WriteLine($"With the fallback, the provider is {provider}.");
        return provider == OnnxProvider.Cpu && vectors.AsSpan().SequenceEqual(expected) ? "" : "the fallback does not give the vectors of the CPU";
    }

    private static float[] Embed(string model, OnnxTokenizer tokenizer, OnnxSessionOptions session, out OnnxProvider provider)
    {
        using var embedder = new OnnxEmbedder(model, tokenizer, new() { Session = session });
        provider = embedder.Provider;
        var vectors = new float[Texts.Length * embedder.Dimension];
        embedder.Embed([.. Texts.Select(text => new ReadOnlyMemory<byte>(Encoding.UTF8.GetBytes(text)))], vectors);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{provider}: {vectors.Length} numbers, the first is {vectors[0]}"));
        return vectors;
    }

    private static bool AreNear(float[] first, float[] second, float tolerance)
    {
        if (first.Length != second.Length) return false;
        for (int i = 0; i < first.Length; i++)
            if (!(Math.Abs(first[i] - second[i]) <= tolerance)) return false;
        return true;
    }

    /// <summary>A model that looks up a vector for each token.</summary>
    private static OnnxModelWriter Lookup()
    {
        var model = new OnnxModelWriter("lookup");
        string ids = model.Input("input_ids", OnnxElementType.Int64, "batch", "sequence");
        float[] numbers = [.. Enumerable.Range(0, Vocabulary.Length * Width).Select(i => (float)Math.Sin(i + 1))];
        string table = model.Constant("E", numbers, Vocabulary.Length, Width);
        model.Output(model.Node("Gather", [table, ids], output: "last_hidden_state"), OnnxElementType.Float, "batch", "sequence", (long)Width);
        return model;
    }
}
