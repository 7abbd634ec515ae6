using System.Collections.Immutable;

namespace RdpCompliance.Engine.Evidence;

/// <summary>
/// A pattern of registry keys as <see cref="Demand.Keys"/> writes them: '*' stands for one
/// part, "**" as the last part for the key before it and everything below.
/// "CurrentControlSet" below HKLM\SYSTEM also stands for each numbered set, because hives and exports name the set that was in force.
/// </summary>
public sealed class KeyPattern
{
    private const string ControlSetPrefix = "ControlSet";
    private const int ControlSetIndex = 2;

    private KeyPattern(ImmutableArray<string> parts, bool isDeep)
    {
        Parts = parts;
        IsDeep = isDeep;
    }

    /// <summary>The parts with the root's short name first, without a last "**".</summary>
    public ImmutableArray<string> Parts { get; }

    /// <summary>Whether everything below is meant as well.</summary>
    public bool IsDeep { get; }

    /// <returns><see langword="null"/> when the first part is no root, or "**" stands before the end.</returns>
    public static KeyPattern? TryParse(string text)
    {
        if (RegistryKey.TryParse(text) is not { } key)
        {
            return null;
        }

        var parts = key.Path.Split('\\');
        var isDeep = parts[^1] == "**";
        ImmutableArray<string> kept = [.. isDeep ? parts[..^1] : parts];
        return kept.Contains("**", StringComparer.Ordinal) ? null : new(kept, isDeep);
    }

    /// <summary>Whether the part at <paramref name="index"/> can be several names.</summary>
    public bool IsWild(int index) => Parts[index] == "*" || IsCurrentControlSet(index);

    /// <summary>Whether <paramref name="part"/> fits the pattern at <paramref name="index"/>.</summary>
    public bool Fits(int index, string part) =>
        Parts[index] == "*"
        || Parts[index].Equals(part, StringComparison.OrdinalIgnoreCase)
        || (IsControlSet(part) && IsCurrentControlSet(index));

    public bool Matches(RegistryKey key)
    {
        var parts = key.Path.Split('\\');
        return (IsDeep ? parts.Length >= Parts.Length : parts.Length == Parts.Length)
            && Enumerable.Range(0, Parts.Length).All(index => Fits(index, parts[index]));
    }

    /// <summary>The pattern with the control set that is in force in the place of "CurrentControlSet".</summary>
    public KeyPattern InControlSet(string name) =>
        Parts.Length > ControlSetIndex && IsCurrentControlSet(ControlSetIndex) ? new(Parts.SetItem(ControlSetIndex, name), IsDeep) : this;

    public override string ToString() => string.Join('\\', Parts) + (IsDeep ? "\\**" : "");

    private bool IsCurrentControlSet(int index) =>
        index == ControlSetIndex
        && Parts[0] == "HKLM"
        && Parts[1].Equals("SYSTEM", StringComparison.OrdinalIgnoreCase)
        && Parts[index].Equals("CurrentControlSet", StringComparison.OrdinalIgnoreCase);

    private static bool IsControlSet(string name) =>
        name.Length == ControlSetPrefix.Length + 3
        && name.StartsWith(ControlSetPrefix, StringComparison.OrdinalIgnoreCase)
        && name.AsSpan(ControlSetPrefix.Length).IndexOfAnyExceptInRange('0', '9') < 0;
}
