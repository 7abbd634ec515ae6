using System.Globalization;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Readers.Templates.Expressions;
using RdpCompliance.Tests.Readers.Templates.Arm;

namespace RdpCompliance.Tests.Readers.Templates.Outside;

/// <summary>Values as text that can be compared with what other programs print.</summary>
internal static class Comparable
{
    /// <summary>JSON in one line, properties in their order; a float is the text that .NET makes of it, as the console prints it.</summary>
    public static string Print(Node node) => node switch
    {
        Node.Object record => $"{{{string.Join(',', record.Properties.Select(property => $"{Quote(property.Name)}:{Print(property.Value)}"))}}}",
        Node.Array list => $"[{string.Join(',', list.Elements.Select(Print))}]",
        Node.Number { Whole: null } number => Quote(double.Parse(number.Literal, CultureInfo.InvariantCulture).ToString("R", CultureInfo.InvariantCulture)),
        Node.Number { Whole: { } whole } => whole.ToString(CultureInfo.InvariantCulture),
        _ => ArmSample.Print(node),
    };

    private static string Quote(string text) => JsonPrinter.Print(new Node.Text(Nowhere, text), int.MaxValue) ?? "";

    private static readonly RdpCompliance.Engine.Sources.Location Nowhere = RdpCompliance.Engine.Sources.Location.InText(
        RdpCompliance.Engine.Sources.Source.FromText("none", ""),
        default);
}
