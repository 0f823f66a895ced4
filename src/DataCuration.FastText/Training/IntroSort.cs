using System.Numerics;

namespace DataCuration.FastText;

/// <summary>
/// Introsort (Musser 1997), with exactly the moves of <c>std::sort</c> in the GNU C++ library. It is not stable, and the order of equally frequent words is
/// the order of a model's rows. So only the same moves give the same file.
/// </summary>
internal static class IntroSort
{
    private const int Small = 16;

    /// <summary>A strict weak order.</summary>
    internal interface IOrder<T>
    {
        bool Before(T left, T right);
    }

    public static void Sort<T, TOrder>(Span<T> items, TOrder order) where TOrder : struct, IOrder<T> =>
        Sort(items, order, 2 * BitOperations.Log2((uint)items.Length));

    /// <summary>Sorts. Parts deeper than <paramref name="depth"/> partitions are sorted by heapsort.</summary>
    public static void Sort<T, TOrder>(Span<T> items, TOrder order, int depth) where TOrder : struct, IOrder<T>
    {
        if (items.IsEmpty) return;
        Loop(items, 0, items.Length, depth, order);
        if (items.Length <= Small)
        {
            Insert(items, order);
            return;
        }
        Insert(items[..Small], order);
        for (int i = Small; i < items.Length; i++) Sink(items, i, order);
    }

    private static void Loop<T, TOrder>(Span<T> items, int first, int last, int depth, TOrder order) where TOrder : struct, IOrder<T>
    {
        while (last - first > Small)
        {
            if (depth == 0)
            {
                HeapSort(items[first..last], order);
                return;
            }
            depth--;
            int cut = Partition(items, first, last, order);
            Loop(items, cut, last, depth, order);
            last = cut;
        }
    }

    /// <summary>Moves the median of the second, the middle and the last item to the front, and partitions the rest by it.</summary>
    private static int Partition<T, TOrder>(Span<T> items, int first, int last, TOrder order) where TOrder : struct, IOrder<T>
    {
        int middle = first + (last - first) / 2;
        int median = Median(items, first + 1, middle, last - 1, order);
        (items[first], items[median]) = (items[median], items[first]);
        T pivot = items[first];
        for (int left = first + 1, right = last; ; left++)
        {
            while (order.Before(items[left], pivot)) left++;
            right--;
            while (order.Before(pivot, items[right])) right--;
            if (left >= right) return left;
            (items[left], items[right]) = (items[right], items[left]);
        }
    }

    private static int Median<T, TOrder>(Span<T> items, int a, int b, int c, TOrder order) where TOrder : struct, IOrder<T>
    {
        if (order.Before(items[a], items[b])) return order.Before(items[b], items[c]) ? b : order.Before(items[a], items[c]) ? c : a;
        return order.Before(items[a], items[c]) ? a : order.Before(items[b], items[c]) ? c : b;
    }

    private static void Insert<T, TOrder>(Span<T> items, TOrder order) where TOrder : struct, IOrder<T>
    {
        for (int i = 1; i < items.Length; i++)
        {
            T value = items[i];
            if (!order.Before(value, items[0]))
            {
                Sink(items, i, order);
                continue;
            }
            items[..i].CopyTo(items[1..]);
            items[0] = value;
        }
    }

    /// <summary>Moves an item down to its position. There must be an item below that does not come after it.</summary>
    private static void Sink<T, TOrder>(Span<T> items, int at, TOrder order) where TOrder : struct, IOrder<T>
    {
        T value = items[at];
        for (; order.Before(value, items[at - 1]); at--) items[at] = items[at - 1];
        items[at] = value;
    }

    private static void HeapSort<T, TOrder>(Span<T> items, TOrder order) where TOrder : struct, IOrder<T>
    {
        for (int parent = (items.Length - 2) / 2; parent >= 0; parent--) Adjust(items, parent, items[parent], order);
        for (int last = items.Length - 1; last > 0; last--)
        {
            T value = items[last];
            items[last] = items[0];
            Adjust(items[..last], 0, value, order);
        }
    }

    /// <summary>Moves a hole down to a leaf along the greater children, and lets the value rise from there (__adjust_heap).</summary>
    private static void Adjust<T, TOrder>(Span<T> items, int hole, T value, TOrder order) where TOrder : struct, IOrder<T>
    {
        int top = hole, child = hole;
        while (child < (items.Length - 1) / 2)
        {
            child = 2 * (child + 1);
            if (order.Before(items[child], items[child - 1])) child--;
            items[hole] = items[child];
            hole = child;
        }
        if (items.Length % 2 == 0 && child == (items.Length - 2) / 2)
        {
            child = 2 * (child + 1);
            items[hole] = items[child - 1];
            hole = child - 1;
        }
        for (int parent = (hole - 1) / 2; hole > top && order.Before(items[parent], value); parent = (hole - 1) / 2)
        {
            items[hole] = items[parent];
            hole = parent;
        }
        items[hole] = value;
    }
}
