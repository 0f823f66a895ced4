using System.Runtime.ExceptionServices;

namespace DataCuration.Extraction.Pdf;

/// <summary>
/// Threads with a large stack, one for each caller at the same time. A thread is kept for a moment after its work, because the next file usually follows at once and a new thread costs about
/// as much as a tenth of a page; it then ends by itself, so that nothing has to be disposed. Work for several threads at once is fine.
/// </summary>
/// <param name="stackBytes">Each thread's stack. The memory is only reserved, and used as far as a recursion goes.</param>
/// <param name="keep">How long a thread waits for more work.</param>
internal sealed class DeepStackThreads(int stackBytes, TimeSpan keep)
{
    private readonly Lock gate = new();
    private readonly List<Worker> idle = [];

    /// <summary>How many threads wait for work.</summary>
    public int Idle
    {
        get
        {
            lock (gate) return idle.Count;
        }
    }

    /// <summary>Does something on such a thread, and waits for it. What it throws is thrown here.</summary>
    /// <param name="action">What to do.</param>
    public void Run(Action action)
    {
        var job = new Job(action);
        Worker? worker = null;
        lock (gate)
        {
            // The one that worked last: its stack is warm, and those that are not needed get to their end.
            if (idle.Count > 0)
            {
                worker = idle[^1];
                idle.RemoveAt(idle.Count - 1);
            }
        }
        if (worker is null) new Worker(this, keep, job).Start(stackBytes);
        else worker.Give(job);
        job.Wait();
    }

    private void Return(Worker worker)
    {
        lock (gate) idle.Add(worker);
    }

    /// <returns>Whether nobody has taken the thread in the meantime.</returns>
    private bool TryRetire(Worker worker)
    {
        lock (gate) return idle.Remove(worker);
    }

    private sealed class Job(Action action)
    {
        private readonly object signal = new();
        private Action? action = action;
        private bool isDone;
        private ExceptionDispatchInfo? thrown;

        public void Do()
        {
            try
            {
                action!();
            }
            catch (Exception e) when (e is not null)
            {
                thrown = ExceptionDispatchInfo.Capture(e); // goes on in the caller
            }
            action = null; // a waiting thread must not keep a file alive
        }

        public void Complete()
        {
            lock (signal)
            {
                isDone = true;
                Monitor.Pulse(signal);
            }
        }

        public void Wait()
        {
            lock (signal)
            {
                while (!isDone) Monitor.Wait(signal);
            }
            thrown?.Throw();
        }
    }

    private sealed class Worker(DeepStackThreads owner, TimeSpan keep, Job first)
    {
        private readonly object signal = new();
        private Job? next = first;

        public void Start(int stackBytes) => new Thread(Work, stackBytes) { IsBackground = true, Name = "PDF reader" }.UnsafeStart();

        public void Give(Job job)
        {
            lock (signal)
            {
                next = job;
                Monitor.Pulse(signal);
            }
        }

        private void Work()
        {
            while (Take() is { } job)
            {
                job.Do();
                // Free before the caller knows: it may come back at once, and finds this thread.
                owner.Return(this);
                job.Complete();
            }
        }

        private Job? Take()
        {
            lock (signal)
            {
                // A thread that was taken gets its job, however late; only one that nobody has taken may end.
                while (next is null)
                    if (!Monitor.Wait(signal, keep) && next is null && owner.TryRetire(this)) return null;
                Job job = next;
                next = null;
                return job;
            }
        }
    }
}
