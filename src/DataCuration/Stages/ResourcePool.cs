using System.Collections.Concurrent;

namespace DataCuration;

/// <summary>The resources that a run shares. Each is created once and disposed with the run.</summary>
internal sealed class ResourcePool : IDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<object>> resources = new(StringComparer.Ordinal);

    public T GetOrAdd<T>(string key, Func<T> factory) where T : class
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        Lazy<object> lazy = resources.GetOrAdd(key,
            static (_, make) => new Lazy<object>(() => make() ?? throw new InvalidOperationException("the factory returned null")), factory);
        object value;
        try
        {
            value = lazy.Value;
        }
        catch (Exception e)
        {
            resources.TryRemove(KeyValuePair.Create(key, lazy)); // a later attempt can succeed
            throw new ResourceException($"Resource '{key}' could not be made: {e.Message}", e);
        }
        return value as T ?? throw new InvalidOperationException($"Resource '{key}' is a {value.GetType()}, not a {typeof(T)}: give the two different keys.");
    }

    public void Dispose()
    {
        List<Exception>? errors = null;
        foreach (Lazy<object> resource in resources.Values)
        {
            if (!resource.IsValueCreated) continue;
            try
            {
                if (resource.Value is IDisposable disposable) disposable.Dispose();
                else if (resource.Value is IAsyncDisposable asynchronous) asynchronous.DisposeAsync().AsTask().GetAwaiter().GetResult();
            }
            catch (Exception e)
            {
                (errors ??= []).Add(e); // the others are disposed as well
            }
        }
        resources.Clear();
        if (errors is not null) throw new AggregateException("Resources of the run could not be disposed.", errors);
    }
}
