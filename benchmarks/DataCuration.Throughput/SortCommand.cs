using System.CommandLine;
using System.Diagnostics;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace DataCuration.Throughput;

/// <summary>Sorts generated records with <see cref="ExternalSort"/>, and checks the result against a sort in memory.</summary>
internal static class SortCommand
{
    private const int RecordBytes = 100;

    public static Command Create()
    {
        var megabytes = new Option<int>("--mb") { Description = "The size of the records together.", DefaultValueFactory = _ => 2_000 };
        var memory = new Option<int>("--memory-mb") { Description = "The memory of the sort.", DefaultValueFactory = _ => 192 };
        var threads = new Option<int>("--threads") { Description = "The number of threads that sort a buffer.", DefaultValueFactory = _ => 1 };
        var damage = new Option<bool>("--damage") { Description = "Damages a run file before it is merged." };
        var unchecked_ = new Option<bool>("--no-check")
        {
            Description = "Leaves out the sort in memory, which takes as much memory as the records and a half."
        };
        var command = new Command("sort",
            "Sorts records of 100 bytes with keys of 10 bytes in files. Prints a line of JSON. Temporary files take the records' size twice.") { megabytes,
            memory, threads, damage, unchecked_ };
        command.SetAction(parsed => Run(parsed.GetValue(megabytes), parsed.GetValue(memory), parsed.GetValue(threads),
            parsed.GetValue(damage), !parsed.GetValue(unchecked_)));
        return command;
    }

    private static void Run(int megabytes, int memory, int threads, bool damage, bool check)
    {
        long count = megabytes * 1_000_000L / RecordBytes;
        string folder = Directory.CreateTempSubdirectory("sort-").FullName;
        var warnings = new List<string>();
        try
        {
            long begin = Stopwatch.GetTimestamp();
            var sort = new ExternalSort(folder, RecordOrder.BytesAt(0, 10))
            {
                RecordSize = RecordBytes,
                MemoryBytes = memory * 1_000_000L,
                Threads = threads,
                Warn = warnings.Add,
            };
            var hash = new XxHash3();
            long read = 0;
            bool ordered = true;
            var last = new byte[10];
            double runSeconds;
            using (RecordReader sorted = sort.Sort(() => new GeneratedRecords(count)))
            {
                runSeconds = Stopwatch.GetElapsedTime(begin).TotalSeconds;
                if (damage) Damage(folder);
                var batch = new byte[RecordBytes * 512];
                int used = 0;
                for (; sorted.Read(); read++)
                {
                    ordered &= last.AsSpan().SequenceCompareTo(sorted.Record[..10]) <= 0;
                    sorted.Record[..10].CopyTo(last);
                    sorted.Record.CopyTo(batch.AsSpan(used));
                    if ((used += RecordBytes) < batch.Length) continue;
                    hash.Append(batch);
                    used = 0;
                }
                hash.Append(batch.AsSpan(0, used));
            }
            double seconds = Stopwatch.GetElapsedTime(begin).TotalSeconds;
            using var process = Process.GetCurrentProcess();
            long peak = process.PeakWorkingSet64;
            double cpu = process.TotalProcessorTime.TotalSeconds;
            bool? equal = check ? SortInMemory(count) == hash.GetCurrentHashAsUInt64() : null;
            Console.WriteLine(JsonSerializer.Serialize(new
            {
                verb = "sort",
                records = read,
                record_bytes = RecordBytes,
                mb = megabytes,
                memory_mb = memory,
                threads,
                seconds = Math.Round(seconds, 2),
                runs_seconds = Math.Round(runSeconds, 2),
                cpu_seconds = Math.Round(cpu, 2),
                mb_per_second = Math.Round(megabytes / seconds, 1),
                peak_mb = Math.Round(peak / 1e6),
                ordered,
                complete = read == count,
                equal_to_memory_sort = equal,
                rebuilt_runs = warnings.Count,
                warning = warnings.FirstOrDefault(),
            }));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Damage(string folder)
    {
        string path = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ElementAt(1);
        using FileStream file = File.Open(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        file.Position = file.Length / 2;
        int value = file.ReadByte();
        file.Position--;
        file.WriteByte((byte)(value ^ 0x10));
    }

    /// <summary>The hash of the records in the order of a stable sort of their keys, all held in memory.</summary>
    private static unsafe ulong SortInMemory(long count)
    {
        byte* records = (byte*)NativeMemory.Alloc((nuint)(count * RecordBytes));
        var keys = new (ulong High, ushort Low, int Place)[count];
        using (var generated = new GeneratedRecords(count))
        {
            for (int i = 0; generated.Read(); i++)
            {
                generated.Record.CopyTo(new Span<byte>(records + ((long)i * RecordBytes), RecordBytes));
                keys[i] = (System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(generated.Record),
                    System.Buffers.Binary.BinaryPrimitives.ReadUInt16BigEndian(generated.Record[8..]), i);
            }
        }
        Array.Sort(keys);
        var hash = new XxHash3();
        foreach ((_, _, int place) in keys) hash.Append(new ReadOnlySpan<byte>(records + ((long)place * RecordBytes), RecordBytes));
        NativeMemory.Free(records);
        return hash.GetCurrentHashAsUInt64();
    }

    /// <summary>Records of 100 bytes from a seed: the same each time. One key in eight repeats an earlier one's range, so that equal keys occur.</summary>
    private sealed class GeneratedRecords(long count) : RecordReader
    {
        private readonly byte[] record = new byte[RecordBytes];
        private long number = -1;

        public override ReadOnlySpan<byte> Record => record;

        public override bool Read()
        {
            if (++number >= count) return false;
            ulong state = Mix((ulong)number + 1);
            Span<ulong> words = MemoryMarshal.Cast<byte, ulong>(record.AsSpan(0, 96));
            for (int i = 0; i < words.Length; i++) words[i] = state = Mix(state);
            if ((number & 7) == 0)
            {
                record.AsSpan(0, 10).Clear();
                BitConverter.TryWriteBytes(record.AsSpan(0, 8), state % 1_000_000);
            }
            BitConverter.TryWriteBytes(record.AsSpan(92), number);
            return true;
        }

        private static ulong Mix(ulong value)
        {
            value += 0x9E3779B97F4A7C15;
            value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
            value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
            return value ^ (value >> 31);
        }
    }
}
