using System.Runtime.ExceptionServices;

namespace DataCuration.Extraction.Pdf;

/// <summary>
/// A pool of threads with a large stack, one per concurrent caller. Creating a thread costs about a tenth of a page, and files usually follow each other, so
/// idle threads are kept for a moment. They then end by themselves, so nothing needs disposal. Thread-safe.
/// </summary>
/// <param name="stackBytes">The stack size per thread. The memory is reserved, and committed only as recursion needs it.</param>
/// <param name="keep">The time that an idle thread waits for more work.</param>
internal sealed class DeepStackThreads(int stackBytes, TimeSpan keep)
{
    private readonly Lock gate = new();
    private readonly List<Worker> idle = [];

    /// <summary>The number of idle threads.</summary>
    public int Idle
    {
        get
        {
            lock (gate) return idle.Count;
        }
    }

    /// <summary>Runs an action on a pool thread and waits for it. Exceptions are rethrown here.</summary>
    /// <param name="action">The action.</param>
    public void Run(Action action)
    {
        var job = new Job(action);
        Worker? worker = null;
        lock (gate)
        {
            // Take the thread that worked last, since its stack is warm. Unneeded threads then time out.
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

    /// <returns>True if no caller has taken the thread in the meantime.</returns>
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
                thrown = ExceptionDispatchInfo.Capture(e); // rethrown in the caller
            }
            action = null; // an idle thread must not keep a file alive
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
                // Return the thread before the caller continues, so that its next call can find it.
                owner.Return(this);
                job.Complete();
            }
        }

        private Job? Take()
        {
            lock (signal)
            {
                // A taken thread always gets its job. Only a thread that was not taken may end.
                while (next is null)
                    if (!Monitor.Wait(signal, keep) && next is null && owner.TryRetire(this)) return null;
                Job job = next;
                next = null;
                return job;
            }
        }
    }
}
