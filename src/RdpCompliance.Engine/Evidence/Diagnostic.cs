using System.Collections.Immutable;
using System.Globalization;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Engine.Evidence;

/// <summary>How much of the input a diagnostic costs.</summary>
public enum DiagnosticEffect
{
    /// <summary>Worth saying; nothing is lost.</summary>
    Note,

    /// <summary>
    /// Something that the input names was not at hand (a module that was not restored, a template at an address), so that the answer is not whole. The
    /// input itself is; exit 3 only with <c>--require-complete</c>.
    /// </summary>
    Gap,

    /// <summary>One statement could not be understood; the rest was read. The input is damaged (exit 3).</summary>
    Damage,

    /// <summary>The input could not be read at all, or only its beginning. The input is damaged (exit 3).</summary>
    Refusal,
}

/// <summary>
/// A kind of diagnostic: a stable id (RDP01xx readers, RDP02xx templates, RDP03xx collectors), its effect, and a message with {0} for the found text.
/// </summary>
public sealed record DiagnosticDescriptor(string Id, DiagnosticEffect Effect, string Format)
{
    /// <summary>A note that no report leaves out, because the answer reads otherwise without it.</summary>
    public bool IsAlwaysSaid { get; init; }
}

/// <summary>What is wrong with an input, at its place.</summary>
public sealed record Diagnostic(DiagnosticDescriptor Descriptor, Location Location, ImmutableArray<string> Arguments)
{
    public Diagnostic(DiagnosticDescriptor descriptor, Location location, params string[] arguments)
        : this(descriptor, location, arguments.ToImmutableArray())
    {
    }

    /// <summary>
    /// The registry value that the statement would set, where it is one: what no rule reads costs nothing. <see langword="null"/> for
    /// anything else.
    /// </summary>
    public Address.Registry? About { get; init; }

    public string Id => Descriptor.Id;

    public DiagnosticEffect Effect => Descriptor.Effect;

    /// <summary>Whether anything is lost: of the input itself, or of what it names.</summary>
    public bool IsLoss => Effect != DiagnosticEffect.Note;

    /// <summary>Whether the input itself is not, or only partly, read.</summary>
    public bool IsDamage => Effect is DiagnosticEffect.Damage or DiagnosticEffect.Refusal;

    /// <summary>What was found, where, and what was wanted; control characters of the input are shown as escapes, long texts are cut.</summary>
    public string Message => WithOneEnd(string.Format(CultureInfo.InvariantCulture, Descriptor.Format, [.. Arguments.Select(Visible)]));

    /// <summary>An argument that is a sentence of its own, a question or the message of the system, ends the whole.</summary>
    private static string WithOneEnd(string message) =>
        message is [.., '?', '.'] || (message is [.., var before, '.', '.'] && before != '.') ? message[..^1] : message;

    private static string Visible(string text)
    {
        const int Most = 120;
        var cut = text.Length > Most ? text[..Most] + "…" : text;
        return cut.Any(char.IsControl)
            ? string.Concat(cut.Select(c => char.IsControl(c) ? $"\\u{(int)c:x4}" : c.ToString()))
            : cut;
    }
}
