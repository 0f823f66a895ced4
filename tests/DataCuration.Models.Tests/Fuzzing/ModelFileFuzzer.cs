using System.Buffers.Binary;
using System.Text;
using DataCuration.Models;

namespace DataCuration.Models.Fuzzing;

/// <summary>
/// Damages small model files in many ways, and checks that each is read or refused by a <see cref="ModelFileException"/>, without an allocation that its size
/// does not explain. Each case depends on its number only.
/// </summary>
internal sealed class ModelFileFuzzer
{
    // Objects of a parsed header take more memory than its text: at worst, a JSON number of two bytes becomes an entry of a few dozen bytes.
    private const int BytesPerFileByte = 100;
    private const int FixedBytes = 1 << 18;

    private static readonly string[] Tokens =
    [
        "18446744073709551615", "9223372036854775807", "-1", "1e308", "0", "2147483647", "4294967296", "null", "true", "[]", "{}", "\"\"", "[[[[[[[[",
        "\\ud800", "\"F64\"", "\"I8\"", "\"BOOL\"", "\"F8_E4M3\"", "\"yarn\"", "\"linear\"", "\"qwen3\"", "\"__metadata__\"", ",", ":", "\"",
        "\0", "\uFEFF",
    ];

    private static readonly ulong[] Numbers =
        [0, 1, 8, 9, 255, 65_536, 1 << 20, int.MaxValue, uint.MaxValue, 1UL << 32, 1UL << 40, 1UL << 62, long.MaxValue, 1UL << 63, ulong.MaxValue];

    private readonly string folder;
    private readonly (string Path, byte[] Content)[][] files; // by extension, so that each kind is damaged as often

    /// <summary>Writes sound models into a folder.</summary>
    public ModelFileFuzzer(string folder)
    {
        this.folder = folder;
        foreach (ModelArchitecture architecture in Enum.GetValues<ModelArchitecture>())
        {
            ModelConfiguration model = Make(architecture);
            ModelTensor[] tensors = [.. ModelTensors.List(model).Select(slot => new ModelTensor(slot.Name, slot.Shape, (start, values) => values.Fill(start)))];
            string name = architecture.ToString();
            HuggingFaceFolder.Write(Path.Combine(folder, name), model, tensors, new()
            {
                ElementType = (TensorElementType)(int)architecture,
                MaxFileBytes = architecture == ModelArchitecture.Qwen2 ? 800 : long.MaxValue,
                Generation = new() { BeginTokenId = 1, EndTokenIds = [2, 3], TopK = 5 },
            });
            File.WriteAllText(Path.Combine(folder, name, "tokenizer.json"), architecture == ModelArchitecture.Llama ? SentencePiece : ByteLevel);
            GgufExporter.Write(Path.Combine(folder, name, "model.gguf"), model, tensors, Tokenizer, new()
            {
                Type = architecture switch
                {
                    ModelArchitecture.Llama => GgufTensorType.Float32,
                    ModelArchitecture.Qwen2 => GgufTensorType.Float16,
                    _ => GgufTensorType.Q8,
                },
            });
        }
        files = [.. Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(path => (path, File.ReadAllBytes(path)))
            .GroupBy(file => Path.GetExtension(file.path), StringComparer.Ordinal).Select(group => group.ToArray())];
        foreach ((string path, byte[] content) in files.SelectMany(group => group)) Read(path, content.Length);
    }

    /// <summary>Runs a case: damages one file, reads it and the folder it is in, and repairs it.</summary>
    /// <returns>"read", or the kind of file that was refused.</returns>
    /// <exception cref="FuzzFailureException">The file was neither read nor refused in the right way.</exception>
    public string Run(int number)
    {
        var random = new SeededRandom((ulong)number);
        (string Path, byte[] Content)[] group = files[random.NextInt64(files.Length)];
        (string path, byte[] content) = group[random.NextInt64(group.Length)];
        byte[] damaged = Damage(content, ref random);
        File.WriteAllBytes(path, damaged);
        long size = Directory.GetFiles(Path.GetDirectoryName(path)!).Sum(file => new FileInfo(file).Length);
        long before = GC.GetAllocatedBytesForCurrentThread();
        string outcome;
        try
        {
            Read(path, damaged.Length);
            outcome = "read";
        }
        catch (ModelFileException)
        {
            outcome = Path.GetExtension(path) + " refused";
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw new FuzzFailureException($"case {number}, {Path.GetRelativePath(folder, path)}: {e}", e);
        }
        finally
        {
            File.WriteAllBytes(path, content);
        }
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        if (allocated > FixedBytes + BytesPerFileByte * size)
            throw new FuzzFailureException($"case {number}, {Path.GetRelativePath(folder, path)}: {allocated} bytes were allocated for files of {size} bytes.");
        return outcome;
    }

    private static void Read(string path, long length)
    {
        string name = Path.GetFileName(path);
        if (name == "model.gguf")
        {
            using GgufFile file = GgufFile.Open(path);
            foreach (GgufTensor tensor in file.Tensors) file.ReadValues(tensor);
        }
        else if (name == "tokenizer.json")
        {
            GgufTokenizer.FromTokenizerJson(path).Validate();
        }
        else
        {
            using HuggingFaceFolder model = HuggingFaceFolder.Open(Path.GetDirectoryName(path)!);
            foreach (ModelTensor tensor in model.Tensors) tensor.ToArray();
        }
        if (!name.EndsWith(".safetensors", StringComparison.Ordinal)) return;
        using SafetensorsFile weights = SafetensorsFile.Open(path);
        if (weights.Tensors.Sum(tensor => tensor.ByteLength) > length) throw new InvalidOperationException("There are more bytes than in the file.");
    }

    private static byte[] Damage(byte[] content, ref SeededRandom random)
    {
        byte[] file = [.. content];
        for (long changes = 1 + random.NextInt64(4); changes > 0 && file.Length > 0; changes--)
        {
            // Most of a file is numbers: the header is at its start.
            int at = (int)random.NextInt64(random.NextInt64(3) == 0 ? file.Length : Math.Min(file.Length, 1500));
            int length = (int)random.NextInt64(Math.Min(200, file.Length - at) + 1);
            switch (random.NextInt64(9))
            {
                case 0: file[at] = (byte)random.NextInt64(256); break;
                case 1: file[at] ^= (byte)(1 << (int)random.NextInt64(8)); break;
                case 2: file = file[..at]; break;
                case 3: file = [.. file[..at], .. file[(at + length)..]]; break;
                case 4: file = [.. file[..at], .. file.AsSpan(at, length), .. file[at..]]; break;
                case 5: file = [.. file[..at], .. Encoding.UTF8.GetBytes(Tokens[random.NextInt64(Tokens.Length)]), .. file[at..]]; break;
                case 6 when at + 8 <= file.Length: BinaryPrimitives.WriteUInt64LittleEndian(file.AsSpan(at), Numbers[random.NextInt64(Numbers.Length)]); break;
                case 7 when at + 4 <= file.Length: BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(at), (uint)random.NextInt64(16)); break;
                default: file = ReplaceNumber(file, at, Tokens[random.NextInt64(Tokens.Length)]); break;
            }
        }
        return file;
    }

    // The digits at or after a place become another value, so that the JSON around it stays sound.
    private static byte[] ReplaceNumber(byte[] file, int at, string value)
    {
        int start = file.AsSpan(at).IndexOfAnyInRange((byte)'0', (byte)'9');
        if (start < 0) return file;
        start += at;
        int end = start;
        while (end < file.Length && file[end] is >= (byte)'0' and <= (byte)'9') end++;
        byte[] changed = [.. file[..start], .. Encoding.UTF8.GetBytes(value), .. file[end..]];
        // With the header's length in place, what follows is read, too.
        long header = file.Length > 8 ? BinaryPrimitives.ReadInt64LittleEndian(file) : 0;
        if (header > 0 && header < file.Length && start < 8 + header) BinaryPrimitives.WriteInt64LittleEndian(changed, header + changed.Length - file.Length);
        return changed;
    }

    private static ModelConfiguration Make(ModelArchitecture architecture) => new()
    {
        Architecture = architecture,
        VocabularySize = 8,
        Layers = 1,
        Width = 32,
        Heads = 4,
        KeyValueHeads = 2,
        HeadWidth = 8,
        FeedForwardWidth = 2,
        ContextLength = 16,
        TieEmbeddings = architecture == ModelArchitecture.Qwen3,
        RopeScaling = architecture == ModelArchitecture.Llama ? new() : null,
    };

    private static GgufTokenizer Tokenizer => new()
    {
        Model = "gpt2",
        PreTokenizer = "gpt-2",
        Tokens = ["a", "b", "ab", "<end>"],
        Types = [GgufTokenType.Normal, GgufTokenType.Normal, GgufTokenType.Normal, GgufTokenType.Control],
        Merges = ["a b"],
        EndTokenId = 3,
    };

    private const string ByteLevel = """
        {"normalizer":{"type":"NFC"},"pre_tokenizer":{"type":"Sequence","pretokenizers":[{"type":"ByteLevel","add_prefix_space":false,"use_regex":true}]},
        "post_processor":{"type":"TemplateProcessing","single":[{"SpecialToken":{"id":"<s>"}}],"special_tokens":{"<s>":{"ids":[5]}}},
        "added_tokens":[{"id":5,"content":"<s>","special":true},{"id":7,"content":"word"}],
        "model":{"type":"BPE","unk_token":null,"vocab":{"a":0,"b":1,"ab":2,"Ġ":3,"Ġab":4},"merges":["a b",["Ġ","ab"]]}}
        """;

    // <0x0A> is in the file itself.
    private static string MoreBytes => string.Join(',',
        Enumerable.Range(0, 256).Where(value => value != 0x0A).Select((value, i) => $"\"{FallbackBytes.Token((byte)value)}\":{6 + i}"));

    private static readonly string SentencePiece = $$$"""
        {"normalizer":{"type":"Sequence","normalizers":[{"type":"Prepend","prepend":"▁"},{"type":"Replace","pattern":{"String":" "},"content":"▁"}]},
        "added_tokens":[{"id":0,"content":"<unk>","special":true}],"model":{"type":"BPE","byte_fallback":true,"unk_token":"<unk>",
        "vocab":{"<unk>":0,"<0x0A>":1,"▁":2,"a":3,"b":4,"ab":5,
        {{{MoreBytes}}}
        },"merges":["a b"]}}
        """;
}
