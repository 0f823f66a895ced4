using System.Runtime.CompilerServices;

namespace DataCuration.Tokenization;

/// <summary>
/// A double-array trie over the bytes of tokens (Aoe 1989). Branches with a single token are not stored: their node names the token, whose remaining bytes are
/// compared.
/// </summary>
internal sealed class TokenTrie
{
    /// <summary>Marks a place of the array that no node uses.</summary>
    private const int Free = -1;

    /// <summary>Marks the root, which is no child.</summary>
    private const int Root = -2;

    private readonly byte[] bytes;
    private readonly int[] starts;
    private Node[] nodes = new Node[1024];
    private int nextFree = 1;

    /// <summary>Builds a trie.</summary>
    /// <param name="spellings">The spellings of tokens.</param>
    /// <param name="ids">The tokens in the trie. Their spellings are not empty and all different.</param>
    /// <param name="shorter">Receives for each token the longest other token that starts it, -1 without one.</param>
    public TokenTrie(TokenTable spellings, List<int> ids, int[] shorter)
    {
        int total = 0;
        ulong[] keys = new ulong[ids.Count];
        int[] order = [.. ids];
        for (int i = 0; i < order.Length; i++)
        {
            ReadOnlySpan<byte> spelling = spellings[order[i]];
            total = checked(total + spelling.Length);
            keys[i] = KeyOf(spelling);
        }
        Array.Sort(keys, order);
        SortTies(spellings, keys, order);
        bytes = new byte[total];
        starts = new int[spellings.Size + 1];
        lengths = new int[spellings.Size];
        int used = 0;
        foreach (int id in order)
        {
            spellings[id].CopyTo(bytes.AsSpan(used));
            (starts[id], lengths[id]) = (used, spellings[id].Length);
            used += lengths[id];
        }
        foreach (ref Node node in nodes.AsSpan()) node.Check = Free;
        nodes[0] = new Node { Check = Root, Token = -1, Base = ~0 };
        IsEmpty = order.Length == 0;
        if (!IsEmpty) Build(0, order, 0, -1, shorter);
    }

    private readonly int[] lengths;

    private bool IsEmpty { get; }

    /// <summary>Returns the longest token at the start of a text; -1 without one.</summary>
    public int FindLongest(ReadOnlySpan<byte> text)
    {
        if (IsEmpty) return -1;
        ref Node all = ref nodes[0];
        int best = -1, node = 0, at = 0;
        while (true)
        {
            Node found = Unsafe.Add(ref all, node);
            if (found.Token >= 0) best = found.Token;
            if (found.Base < 0)
            {
                int only = ~found.Base, length = lengths[only];
                return text.Length >= length && text[at..length].SequenceEqual(bytes.AsSpan(starts[only] + at, length - at)) ? only : best;
            }
            if (at == text.Length) return best;
            int next = found.Base ^ text[at++];
            if (Unsafe.Add(ref all, next).Check != node) return best;
            node = next;
        }
    }

    /// <summary>The first eight bytes as a number that sorts as they do.</summary>
    private static ulong KeyOf(ReadOnlySpan<byte> spelling)
    {
        ulong key = 0;
        for (int i = 0; i < 8; i++) key = (key << 8) | (i < spelling.Length ? spelling[i] : 0u);
        return key;
    }

    private static void SortTies(TokenTable spellings, ulong[] keys, int[] order)
    {
        for (int start = 0; start < order.Length;)
        {
            int end = start + 1;
            while (end < order.Length && keys[end] == keys[start]) end++;
            if (end - start > 1) order.AsSpan(start, end - start).Sort((a, b) => spellings[a].SequenceCompareTo(spellings[b]));
            start = end;
        }
    }

    // The depth of the recursion is the length of the longest common start of two tokens; long ones continue in a loop.
    private void Build(int node, ReadOnlySpan<int> order, int depth, int above, int[] shorter)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        nodes[node].Token = -1;
        if (lengths[order[0]] == depth)
        {
            int token = order[0];
            nodes[node].Token = token;
            shorter[token] = above;
            above = token;
            order = order[1..];
            if (order.IsEmpty)
            {
                nodes[node].Base = ~token;
                return;
            }
        }
        if (order.Length == 1)
        {
            nodes[node].Base = ~order[0];
            shorter[order[0]] = above;
            return;
        }
        Span<byte> labels = stackalloc byte[256];
        Span<int> ends = stackalloc int[256];
        int count = 0;
        for (int i = 0; i < order.Length; i++)
        {
            byte label = bytes[starts[order[i]] + depth];
            if (count == 0 || labels[count - 1] != label) labels[count++] = label;
            ends[count - 1] = i + 1;
        }
        int position = Place(labels[..count]);
        nodes[node].Base = position;
        for (int i = 0; i < count; i++) nodes[position ^ labels[i]].Check = node;
        for (int i = 0, from = 0; i < count; from = ends[i++]) Build(position ^ labels[i], order[from..ends[i]], depth + 1, above, shorter);
    }

    /// <summary>Finds a base at which the places of all labels are free.</summary>
    private int Place(ReadOnlySpan<byte> labels)
    {
        while (nextFree < nodes.Length && nodes[nextFree].Check != Free) nextFree++;
        int tries = 0;
        for (int place = nextFree; ; place++)
        {
            Grow(place | 0xFF);
            if (nodes[place].Check != Free) continue;
            int position = place ^ labels[0];
            if (position > 0 && Fits(position, labels)) return position;
            // A place that fits nothing is given up, so that building stays linear.
            if (++tries > 64)
            {
                nextFree = Math.Max(nextFree, place - 4096);
                tries = 0;
            }
        }
    }

    private bool Fits(int position, ReadOnlySpan<byte> labels)
    {
        Grow(position | 0xFF);
        foreach (byte label in labels)
        {
            int place = position ^ label;
            if (place == 0 || nodes[place].Check != Free) return false;
        }
        return true;
    }

    private void Grow(int last)
    {
        if (last < nodes.Length) return;
        int old = nodes.Length;
        Array.Resize(ref nodes, Math.Max(2 * old, (last | 0xFF) + 1));
        foreach (ref Node node in nodes.AsSpan(old)) node.Check = Free;
    }

    private struct Node
    {
        /// <summary>The place of children, before their byte is added by exclusive or; the complement of the only token below if there is one.</summary>
        public int Base;

        /// <summary>The parent.</summary>
        public int Check;

        /// <summary>The token that ends here; -1 without one.</summary>
        public int Token;
    }
}
