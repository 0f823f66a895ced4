using System.Globalization;

namespace DataCuration.LocalModels.Tests.Gguf;

/// <summary>A Llama of two layers with random weights, which writes nonsense. Its vocabulary has all bytes, so that it can read any text.</summary>
internal static class TinyLlama
{
    private const int Width = 64, Layers = 2, Heads = 4, KeyHeads = 2, Inner = 128;

    /// <summary>A chat template in the form of Llama 2's, which llama.cpp recognises.</summary>
    private const string ChatTemplate = "{% for message in messages %}{% if message['role'] == 'user' %}{{ '[INST] ' + message['content'] + ' [/INST]' }}"
        + "{% elif message['role'] == 'system' %}{{ '<<SYS>>\\n' + message['content'] + '\\n<</SYS>>\\n\\n' }}{% else %}"
        + "{{ message['content'] + eos_token }}{% endif %}{% endfor %}";

    /// <summary>Writes the model's file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="context">The most tokens of prompt and answer.</param>
    /// <param name="added">Further tokens, with their types.</param>
    /// <param name="change">Changes the file before it is written.</param>
    public static void Write(string path, int context = 2048, (string Text, int Type)[]? added = null, Action<GgufWriter>? change = null)
    {
        added ??= [];
        string[] words = [" the", " a", "e", "t", "a", "o", "n", "i", "s", "r", " ", "\n", "(", ")", ".", ","];
        string[] tokens = ["<unk>", "<s>", "</s>", .. Enumerable.Range(0, 256).Select(b => string.Create(CultureInfo.InvariantCulture, $"<0x{b:X2}>")),
            .. words.Select(word => word.Replace(' ', '▁')), .. added.Select(token => token.Text)];
        int own = tokens.Length - added.Length;
        var file = new GgufWriter();
        file.Add("general.architecture", "llama");
        file.Add("general.name", "tiny random llama");
        file.Add("general.alignment", 32u);
        file.Add("llama.context_length", (uint)context);
        file.Add("llama.embedding_length", (uint)Width);
        file.Add("llama.block_count", (uint)Layers);
        file.Add("llama.feed_forward_length", (uint)Inner);
        file.Add("llama.attention.head_count", (uint)Heads);
        file.Add("llama.attention.head_count_kv", (uint)KeyHeads);
        file.Add("llama.attention.layer_norm_rms_epsilon", 1e-5f);
        file.Add("llama.rope.dimension_count", (uint)(Width / Heads));
        file.Add("llama.vocab_size", (uint)tokens.Length);
        file.Add("tokenizer.ggml.model", "llama");
        file.Add("tokenizer.ggml.tokens", tokens);
        file.Add("tokenizer.ggml.scores", tokens.Select((_, i) => (float)-i).ToArray());
        // 1 normal, 2 unknown, 3 control, 4 defined by the author, 6 byte
        file.Add("tokenizer.ggml.token_type",
            tokens.Select((_, i) => i switch { 0 => 2, 1 or 2 => 3, < 259 => 6, _ => i < own ? 1 : added[i - own].Type }).ToArray());
        file.Add("tokenizer.ggml.bos_token_id", 1u);
        file.Add("tokenizer.ggml.eos_token_id", 2u);
        file.Add("tokenizer.ggml.unknown_token_id", 0u);
        file.Add("tokenizer.chat_template", ChatTemplate);
        var random = new SeededRandom(1);
        AddTensor("token_embd.weight", Width, tokens.Length);
        for (int layer = 0; layer < Layers; layer++)
        {
            string block = string.Create(CultureInfo.InvariantCulture, $"blk.{layer}.");
            AddNorm(block + "attn_norm.weight");
            AddTensor(block + "attn_q.weight", Width, Width);
            AddTensor(block + "attn_k.weight", Width, Width / Heads * KeyHeads);
            AddTensor(block + "attn_v.weight", Width, Width / Heads * KeyHeads);
            AddTensor(block + "attn_output.weight", Width, Width);
            AddNorm(block + "ffn_norm.weight");
            AddTensor(block + "ffn_gate.weight", Width, Inner);
            AddTensor(block + "ffn_up.weight", Width, Inner);
            AddTensor(block + "ffn_down.weight", Inner, Width);
        }
        AddNorm("output_norm.weight");
        AddTensor("output.weight", Width, tokens.Length);
        change?.Invoke(file);
        file.Write(path);

        void AddTensor(string name, int from, int to) => file.Add(name, [from, to],
            [.. Enumerable.Range(0, from * to).Select(_ => (float)((random.NextInt64(2_001) - 1_000) / 1_000.0 * 0.3))]);

        void AddNorm(string name) => file.Add(name, [Width], [.. Enumerable.Repeat(1f, Width)]);
    }
}
