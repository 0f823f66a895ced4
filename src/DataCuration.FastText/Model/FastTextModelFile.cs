namespace DataCuration.FastText;

/// <summary>Reads model files of format 11 and 12, and writes format 12 (fasttext.cc of version 0.9.2).</summary>
internal static class FastTextModelFile
{
    private const int Magic = 793712314, Version = 12;

    public static FastTextModel Read(FastTextFileReader reader)
    {
        if (reader.Length < sizeof(int)) throw reader.NotAModel();
        int magic = reader.ReadInt32("magic number", int.MinValue, int.MaxValue);
        if (magic != Magic) throw reader.NotAModel();
        int version = reader.ReadInt32("version", Version - 1, Version);
        FastTextArguments arguments = FastTextArguments.Read(reader, version);
        FastTextDictionary dictionary = FastTextDictionary.Read(reader, arguments);
        bool quantized = reader.ReadBoolean("quantization of the input");
        if (!quantized && dictionary.PrunedRows is not null) throw reader.Invalid("quantization of the input", "false in a pruned model");
        FastTextMatrix input = FastTextMatrix.Read(reader, "input matrix", quantized, arguments);
        if (input.Rows < dictionary.RequiredRows)
            throw reader.Invalid("input matrix rows", $"{input.Rows}, but words and n-grams need {dictionary.RequiredRows}");
        bool quantizedOutput = reader.ReadBoolean("quantization of the output");
        FastTextMatrix output = FastTextMatrix.Read(reader, "output matrix", quantized && quantizedOutput, arguments);
        int targets = dictionary.TargetCounts.Length;
        if (output.Rows != targets) throw reader.Invalid("output matrix rows",
            $"{output.Rows}, but there are {targets} {(arguments.Model == FastTextModelKind.Supervised ? "labels" : "words")}");
        if (arguments.Loss == FastTextLoss.HierarchicalSoftmax && !FastTextTree.Accepts(dictionary.TargetCounts))
            throw reader.Invalid("counts of the labels", "too large for a tree");
        return new(arguments, dictionary, input, output, reader.Finish());
    }

    /// <summary>Computes the size of a model's file in bytes.</summary>
    public static long SizeOf(FastTextModel model)
    {
        var stream = new LengthStream();
        Write(model, stream);
        return stream.Length;
    }

    /// <summary>Writes a model and returns the hash of the written bytes.</summary>
    public static string Write(FastTextModel model, Stream stream)
    {
        var writer = new FastTextFileWriter(stream);
        writer.Write(Magic);
        writer.Write(Version);
        model.Arguments.Write(writer);
        model.Dictionary.Write(writer);
        writer.Write(model.IsQuantized);
        model.Input.Write(writer);
        writer.Write(model.Output is QuantizedMatrix);
        model.Output.Write(writer);
        return writer.Finish();
    }
}
