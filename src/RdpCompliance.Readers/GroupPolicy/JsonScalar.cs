using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Readers.GroupPolicy;

/// <summary>A text, whole number or flag of a JSON document as the value of a setting, with its place.</summary>
internal static class JsonScalar
{
    /// <returns><see langword="null"/> for everything else, and for what is not there.</returns>
    public static (SettingValue Value, Location Location)? Of(Node? node) => node switch
    {
        Node.Text text => (new SettingValue.Text(text.Value), text.Location),
        Node.Number { Whole: { } whole } number => (new SettingValue.Number(whole), number.Location),
        Node.Boolean flag => (new SettingValue.Flag(flag.Value), flag.Location),
        Node.Unresolved unresolved => (new SettingValue.Unresolved(unresolved.Reason, unresolved.Expression), unresolved.Location),
        _ => null,
    };
}
