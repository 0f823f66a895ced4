using System.Collections.Concurrent;
using DataCuration.Training.TorchSharp;
using LLama;
using LLama.Exceptions;
using LLama.Native;

namespace DataCuration.LocalModels;

/// <summary>
/// Answers requests on a thread of its own, many at once. Each step computes one token of every answer, and parts of new prompts while there is room. A request
/// joins at the next step and leaves when its answer ends. llama.cpp is called from this thread only.
/// </summary>
internal sealed class SequenceWorker : IDisposable
{
    private const int NotInStep = -2;

    private readonly LLamaWeights weights;
    private readonly LLamaContext context;
    private readonly int batchTokens;
    private readonly BlockingCollection<Sequence> waiting = [];
    private readonly List<Sequence> active = [];
    private readonly SortedSet<int> freeSlots;
    private readonly List<(Sequence Sequence, int Count)> taken = [];
    private readonly CancellationTokenSource stop = new();
    private readonly TokenSampler sampler = new();
    private readonly LLamaBatch batch = new();
    private readonly TokenTexts texts;
    private readonly Thread thread;
    private readonly Lock gate = new();
    private int isDisposed;

    /// <param name="weights">The model. The worker disposes it.</param>
    /// <param name="context">The context. The worker disposes it.</param>
    /// <param name="sequences">The number of sequences of the context.</param>
    /// <param name="batchTokens">The most tokens of a step.</param>
    public SequenceWorker(LLamaWeights weights, LLamaContext context, int sequences, int batchTokens)
    {
        (this.weights, this.context, this.batchTokens) = (weights, context, batchTokens);
        freeSlots = [.. Enumerable.Range(0, sequences)];
        texts = new TokenTexts(weights);
        thread = new Thread(Run) { IsBackground = true, Name = "DataCuration local model" };
        thread.Start();
    }

    /// <summary>Adds a request.</summary>
    /// <exception cref="ObjectDisposedException">The worker is disposed.</exception>
    public void Add(Sequence sequence)
    {
        try
        {
            waiting.Add(sequence, stop.Token);
        }
        catch (Exception e) when (e is InvalidOperationException or OperationCanceledException)
        {
            throw Disposed();
        }
    }

    /// <summary>Ends all requests with an <see cref="ObjectDisposedException"/>, after the current step, and frees the model.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref isDisposed, 1) != 0) return;
        stop.Cancel();
        waiting.CompleteAdding();
        thread.Join();
        FailWaiting(); // a request can have come after the thread's last look
        using (gate.EnterScope())
        {
            context.Dispose();
            weights.Dispose();
        }
        stop.Dispose();
    }

    /// <summary>Runs something that reads the model on the caller's thread. The model is not freed meanwhile.</summary>
    /// <exception cref="ObjectDisposedException">The worker is disposed.</exception>
    public T Use<T>(Func<T> work)
    {
        using (gate.EnterScope())
        {
            if (Volatile.Read(ref isDisposed) != 0) throw Disposed();
            return work();
        }
    }

    private void Run()
    {
        Exception end = Disposed();
        try
        {
            while (!stop.IsCancellationRequested)
            {
                Admit();
                Step();
            }
        }
        catch (OperationCanceledException)
        {
        }
        catch (Exception e)
        {
            // Otherwise an error of this thread would end the process.
            end = new LocalModelException($"The local model stopped: {e.Message}", e);
            waiting.CompleteAdding();
        }
        foreach (Sequence sequence in active) sequence.Fail(end);
        FailWaiting(end);
    }

    private void FailWaiting(Exception? end = null)
    {
        while (waiting.TryTake(out Sequence? sequence)) sequence.Fail(end ?? Disposed());
    }

    // Takes requests while there are free slots. Without any request, it waits for one.
    private void Admit()
    {
        while (freeSlots.Count > 0 && waiting.TryTake(out Sequence? sequence, active.Count == 0 ? Timeout.Infinite : 0, stop.Token))
        {
            if (sequence.Canceled.IsCancellationRequested)
            {
                sequence.Fail(new OperationCanceledException(sequence.Canceled));
                continue;
            }
            sequence.Slot = freeSlots.Min;
            freeSlots.Remove(sequence.Slot);
            active.Add(sequence);
        }
    }

    private void Step()
    {
        foreach (Sequence sequence in active)
            if (sequence.Canceled.IsCancellationRequested) sequence.Fail(new OperationCanceledException(sequence.Canceled));
        Leave();
        if (active.Count == 0) return;
        Fill();
        try
        {
            DecodeResult result = context.Decode(batch);
            if (result != DecodeResult.Ok) throw new LocalModelException($"llama.cpp could not compute a step ({result}). {LlamaNative.TakeErrors()}");
        }
        catch (Exception e) when (e is LocalModelException or RuntimeError)
        {
            // No step can be repeated in part: the memory of its sequences is in an unknown state.
            foreach (Sequence sequence in active)
                if (sequence.LogitsIndex != NotInStep) sequence.Fail(e as LocalModelException ?? new LocalModelException(e.Message, e));
            Leave();
            return;
        }
        foreach (Sequence sequence in active)
            if (sequence.LogitsIndex >= 0) Accept(sequence);
        Leave();
    }

    private void Accept(Sequence sequence)
    {
        try
        {
            sequence.Accept(context.NativeHandle.GetLogitsIth(sequence.LogitsIndex), sampler, texts);
        }
        catch (Exception e) when (e is InvalidDataException or RuntimeError)
        {
            sequence.Fail(new LocalModelException(e.Message, e));
        }
    }

    // Answers first, one token each; then prompts, in the order of their arrival. Inside the batch, sequences stand in the order of their slots: llama.cpp
    // computes them together only while their numbers follow each other.
    private void Fill()
    {
        int room = batchTokens;
        taken.Clear();
        foreach (Sequence sequence in active)
        {
            sequence.LogitsIndex = NotInStep;
            if (sequence.Position < sequence.Prompt.Length) continue;
            taken.Add((sequence, 1));
            room--;
        }
        foreach (Sequence sequence in active)
        {
            int count = Math.Min(room, sequence.Prompt.Length - sequence.Position);
            if (count <= 0) continue;
            taken.Add((sequence, count));
            room -= count;
        }
        taken.Sort((one, other) => one.Sequence.Slot.CompareTo(other.Sequence.Slot));
        batch.Clear();
        foreach ((Sequence sequence, int count) in taken) AddTo(batch, sequence, count);
    }

    private static void AddTo(LLamaBatch batch, Sequence sequence, int count)
    {
        var slot = (LLamaSeqId)sequence.Slot;
        if (sequence.Position >= sequence.Prompt.Length)
        {
            sequence.LogitsIndex = batch.Add(sequence.LastToken, sequence.Position++, slot, true);
            return;
        }
        bool isWhole = sequence.Position + count == sequence.Prompt.Length;
        int last = batch.AddRange(sequence.Prompt.AsSpan(sequence.Position, count), sequence.Position, slot, isWhole);
        sequence.LogitsIndex = isWhole ? last : -1;
        sequence.Position += count;
    }

    private void Leave()
    {
        for (int i = active.Count - 1; i >= 0; i--)
        {
            if (!active[i].IsOver) continue;
            context.NativeHandle.MemorySequenceRemove((LLamaSeqId)active[i].Slot, -1, -1);
            freeSlots.Add(active[i].Slot);
            active.RemoveAt(i);
        }
    }

    private static ObjectDisposedException Disposed() => new("LocalModelClient", "The local model was disposed while requests were running.");
}
