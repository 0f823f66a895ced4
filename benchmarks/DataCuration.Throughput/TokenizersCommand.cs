using System.CommandLine;
using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using DataCuration.Tokenization;
using Microsoft.ML.Tokenizers;

namespace DataCuration.Throughput;

/// <summary>
/// Measures tokenizers from <c>tokenizer.json</c> files, beside Microsoft.ML.Tokenizers with the same vocabulary where it can have it, and Hugging Face's
/// native library through Node.js if a folder has its package.
/// </summary>
internal static class TokenizersCommand
{
    private const int DocumentCharacters = 4000;

    public static Command Create()
    {
        var models = new Option<DirectoryInfo>("--models") { Description = "A folder of NAME.tokenizer.json or NAME.tokenizer.json.gz.", Required = true };
        var texts = new Option<FileInfo[]>("--text")
        {
            Description = "Text files, such as English, code and Japanese.",
            Required = true,
            AllowMultipleArgumentsPerToken = true
        };
        var names = new Option<string[]>("--model") { Description = "The models; all of the folder by default.", AllowMultipleArgumentsPerToken = true };
        var megabytes = new Option<double>("--mb") { Description = "The size of each text.", DefaultValueFactory = _ => 8 };
        var repeats = new Option<int>("--repeats") { Description = "The number of measurements; the best one counts.", DefaultValueFactory = _ => 5 };
        var node = new Option<DirectoryInfo?>("--node") { Description = "A folder with node_modules/@anush008/tokenizers, to measure Hugging Face's library." };
        var command = new Command("tokenizers", "Encodes texts on one thread; MiB for each second of processor time. Prints lines of JSON.")
        {
            models, texts, names, megabytes, repeats, node,
        };
        command.SetAction(parsed =>
        {
            string[] wanted = parsed.GetValue(names) ?? [];
            foreach (FileInfo file in parsed.GetValue(models)!.EnumerateFiles().OrderBy(static file => file.Name, StringComparer.Ordinal))
            {
                int end = file.Name.IndexOf(".tokenizer.json", StringComparison.Ordinal);
                if (end < 0 || (wanted.Length > 0 && !wanted.Contains(file.Name[..end]))) continue;
                Measure(file, file.Name[..end], parsed.GetValue(texts)!, parsed.GetValue(megabytes), parsed.GetValue(repeats), parsed.GetValue(node));
            }
        });
        return command;
    }

    private static void Measure(FileInfo file, string name, FileInfo[] texts, double megabytes, int repeats, DirectoryInfo? node)
    {
        byte[] json = Unpack(file);
        HuggingFaceTokenizer tokenizer = HuggingFaceTokenizer.Parse(json, file.FullName);
        double loaded = DedupCommand.Best(3, () => tokenizer = HuggingFaceTokenizer.Parse(json, file.FullName));
        BpeTokenizer? other = Library(json);
        foreach (FileInfo text in texts)
        {
            string[] documents = Split(File.ReadAllText(text.FullName), (int)(megabytes * 1e6));
            byte[][] encoded = [.. documents.Select(Encoding.UTF8.GetBytes)];
            double size = encoded.Sum(static document => (double)document.Length) / (1 << 20);
            long tokens = 0, otherTokens = 0;
            var list = new List<int>(1 << 16);
            double ours = size / DedupCommand.Best(repeats, () =>
            {
                tokens = 0;
                foreach (byte[] document in encoded)
                {
                    list.Clear();
                    tokenizer.Encode(document, list);
                    tokens += list.Count;
                }
            });
            double? library = other is null ? null : size / DedupCommand.Best(2, () =>
            {
                otherTokens = 0;
                foreach (string document in documents) otherTokens += other.EncodeToIds(document).Count;
            });
            (double? reference, long? referenceTokens) = node is null ? (null, null) : Reference(node, json, documents, size);
            DedupCommand.Print(new
            {
                verb = "tokenizers",
                model = name,
                text = text.Name,
                mib = Math.Round(size, 1),
                tokens,
                mib_s = ours,
                load_s = loaded,
                microsoft_mib_s = library,
                microsoft_tokens = other is null ? (long?)null : otherTokens,
                ratio_microsoft = ours / library,
                huggingface_mib_s = reference,
                huggingface_tokens = referenceTokens,
                ratio_huggingface = ours / reference,
            });
        }
    }

    /// <summary>Creates the same tokenizer with Microsoft.ML.Tokenizers; null if it cannot: other models, several patterns, a normalizer.</summary>
    private static BpeTokenizer? Library(byte[] json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        JsonElement model = document.RootElement.GetProperty("model");
        if (!model.TryGetProperty("merges", out JsonElement merges)
            || (model.TryGetProperty("byte_fallback", out JsonElement bytes) && bytes.ValueKind == JsonValueKind.True)
            || document.RootElement.GetProperty("pre_tokenizer") is not { ValueKind: JsonValueKind.Object } splitter
            || !splitter.TryGetProperty("pretokenizers", out JsonElement steps) || steps.GetArrayLength() != 2) return null;
        var vocabulary = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (JsonProperty token in model.GetProperty("vocab").EnumerateObject()) vocabulary[token.Name] = token.Value.GetInt32();
        string pattern = steps[0].GetProperty("pattern").GetProperty("Regex").GetString()!;
        return BpeTokenizer.Create(new BpeOptions(vocabulary)
        {
            Merges = [.. merges.EnumerateArray().Select(static merge => merge.ValueKind == JsonValueKind.String ? merge.GetString()!
                : $"{merge[0].GetString()} {merge[1].GetString()}")],
            ByteLevel = true,
            PreTokenizer = new RegexPreTokenizer(new Regex(pattern, RegexOptions.Compiled | RegexOptions.CultureInvariant), null),
        });
    }

    /// <summary>Runs Hugging Face's library on one thread. Processor time of the encoding alone, without the start.</summary>
    private static (double? Speed, long? Tokens) Reference(DirectoryInfo node, byte[] json, string[] documents, double size)
    {
        const string Script = """
            const { Tokenizer } = require('@anush008/tokenizers'), fs = require('fs'), read = name => fs.readFileSync(name, 'utf8');
            (async () => {
              const tokenizer = Tokenizer.fromString(read(process.argv[2])), documents = JSON.parse(read(process.argv[3]));
              let best = 1e9, tokens = 0;
              for (let round = 0; round < 2; round++) {
                const start = process.cpuUsage();
                tokens = 0;
                for (let i = 0; i < documents.length; i += 50)
                  for (const encoding of await tokenizer.encodeBatch(documents.slice(i, i + 50), { addSpecialTokens: false })) tokens += encoding.getLength();
                const used = process.cpuUsage(start);
                best = Math.min(best, (used.user + used.system) / 1e6);
              }
              console.log(best + ' ' + tokens);
            })();
            """;
        DirectoryInfo folder = Directory.CreateTempSubdirectory("datacuration-tokenizers-");
        try
        {
            string model = Path.Combine(folder.FullName, "tokenizer.json"), texts = Path.Combine(folder.FullName, "texts.json");
            File.WriteAllBytes(model, json);
            File.WriteAllText(texts, JsonSerializer.Serialize(documents));
            var start = new ProcessStartInfo("node", ["-e", Script, "script", model, texts])
            {
                WorkingDirectory = node.FullName,
                RedirectStandardOutput = true,
            };
            start.Environment["RAYON_NUM_THREADS"] = "1";
            start.Environment["TOKENIZERS_PARALLELISM"] = "false";
            using Process process = Process.Start(start)!;
            string[] answer = process.StandardOutput.ReadToEnd().Trim().Split(' ');
            process.WaitForExit();
            if (process.ExitCode != 0 || answer.Length != 2) return (null, null);
            return (size / double.Parse(answer[0], System.Globalization.CultureInfo.InvariantCulture),
                long.Parse(answer[1], System.Globalization.CultureInfo.InvariantCulture));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string[] Split(string text, int characters)
    {
        var documents = new List<string>();
        int end = Math.Min(text.Length, characters);
        for (int at = 0; at < end;)
        {
            int next = Math.Min(end, at + DocumentCharacters);
            int line = next < end ? text.IndexOf('\n', next, end - next) : -1;
            next = line < 0 ? end : line + 1;
            documents.Add(text[at..next]);
            at = next;
        }
        return [.. documents];
    }

    private static byte[] Unpack(FileInfo file)
    {
        using FileStream content = file.OpenRead();
        using Stream stream = file.Name.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(content, CompressionMode.Decompress) : content;
        using var all = new MemoryStream();
        stream.CopyTo(all);
        return all.ToArray();
    }
}
