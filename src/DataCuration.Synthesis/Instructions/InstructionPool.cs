using System.Collections.Immutable;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace DataCuration.Synthesis;

/// <summary>A list of instructions: the seed tasks of a domain, or those with the accepted instructions of earlier rounds.</summary>
public sealed class InstructionPool : IArtifact
{
    /// <summary>Creates a pool.</summary>
    /// <param name="examples">The instructions, in their order.</param>
    /// <exception cref="ArgumentException">There are no instructions, or one is empty.</exception>
    public InstructionPool(IEnumerable<InstructionExample> examples)
    {
        ArgumentNullException.ThrowIfNull(examples);
        Examples = [.. examples];
        if (Examples.IsEmpty) throw new ArgumentException("There are no instructions.", nameof(examples));
        var hash = new XxHash128();
        for (int i = 0; i < Examples.Length; i++)
        {
            InstructionExample example = Examples[i];
            if (string.IsNullOrWhiteSpace(example.Instruction)) throw new ArgumentException($"Instruction {i + 1} is empty.", nameof(examples));
            foreach (string text in (string[])[example.Instruction, example.Input])
            {
                hash.Append(BitConverter.GetBytes(text.Length));
                hash.Append(MemoryMarshal.AsBytes(text.AsSpan()));
            }
        }
        Fingerprint = Convert.ToHexStringLower(hash.GetCurrentHash());
    }

    /// <summary>The instructions.</summary>
    public ImmutableArray<InstructionExample> Examples { get; }

    /// <summary>A hash of the pool.</summary>
    public string Fingerprint { get; }

    /// <summary>
    /// Reads a pool from JSON Lines. Each line is an object with <c>instruction</c> and, optionally, <c>input</c>. The form of Self-Instruct's
    /// <c>seed_tasks.jsonl</c>, whose inputs are in <c>instances</c>, is read too, with the first instance. Other fields are ignored.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="files">The store that the file is in. Default: the local file system.</param>
    /// <exception cref="InvalidDataException">A line is not valid; the message names it.</exception>
    public static InstructionPool Load(string path, IFileStore? files = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        InstructionExample[] examples =
            [.. TextTableReader.ReadLines(files ?? LocalFileStore.Instance, path).Select(line => Parse(path, line.Number, line.Text))];
        return examples.Length > 0 ? new(examples) : throw new InvalidDataException($"{path} has no instructions.");
    }

    /// <summary>Returns a pool with further instructions at its end, such as the accepted ones of a round.</summary>
    /// <param name="more">The instructions to add.</param>
    public InstructionPool With(IEnumerable<InstructionExample> more)
    {
        ArgumentNullException.ThrowIfNull(more);
        return new(Examples.Concat(more));
    }

    /// <summary>Draws instructions without replacement, all with the same probability.</summary>
    /// <param name="count">The number of instructions; at least 0. A smaller pool gives all of them, in a drawn order.</param>
    /// <param name="random">The random numbers.</param>
    /// <returns>The indexes of the instructions, in the order of the draws.</returns>
    public int[] Sample(int count, ref SeededRandom random)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        count = Math.Min(count, Examples.Length);
        // The first draws of a Fisher-Yates shuffle. Only the places that moved are kept, as pools can be large.
        var moved = new Dictionary<int, int>();
        int[] drawn = new int[count];
        for (int i = 0; i < count; i++)
        {
            int at = i + (int)random.NextInt64(Examples.Length - i);
            drawn[i] = moved.GetValueOrDefault(at, at);
            moved[at] = moved.GetValueOrDefault(i, i);
        }
        return drawn;
    }

    private static InstructionExample Parse(string path, int number, string line)
    {
        try
        {
            using JsonDocument json = JsonDocument.Parse(line);
            if (json.RootElement.ValueKind == JsonValueKind.Object && Find(json.RootElement, "instruction") is { } instruction
                && !string.IsNullOrWhiteSpace(instruction))
            {
                string? input = Find(json.RootElement, "input");
                if (input is null && json.RootElement.TryGetProperty("instances", out JsonElement instances) && instances.ValueKind == JsonValueKind.Array
                    && instances.GetArrayLength() > 0 && instances[0].ValueKind == JsonValueKind.Object)
                    input = Find(instances[0], "input");
                return new InstructionExample(instruction, input ?? "");
            }
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{path}, line {number} is not valid JSON: {e.Message}", e);
        }
        throw new InvalidDataException($"{path}, line {number} is no object with a text 'instruction': {line}");
    }

    private static string? Find(JsonElement json, string name) =>
        json.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
