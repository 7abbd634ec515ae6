using RdpCompliance.Engine.Evidence;

namespace RdpCompliance.Engine.Subjects.Resources;

/// <summary>What a subject is known by from one run to the next.</summary>
internal static class DeclaredName
{
    /// <summary>
    /// The identity of the subject; for a resource of a template its file and its name as the template
    /// writes it, which stays when a parameter takes other values or gets another world.
    /// </summary>
    public static string Of(Subject subject) =>
        subject.Resource is { } resource
            ? $"{resource.Location.Source.Name} {resource.Type} {(subject.Parent?.Resource is { } parent ? $"{Written(parent.Name)}/" : "")}"
                + $"{Written(subject.Parent is null ? resource.Name : resource.Body.Find("name"))}"
            : subject.Id.Signature;

    /// <summary>The text at the place where the resource states it, before variables and parameters are followed.</summary>
    private static string Written(Node? name)
    {
        if (name is null)
        {
            return "";
        }

        var place = name.Trace is [var first, ..] ? first.Location : name.Location;
        var text = place.Unit == Sources.SpanUnit.Characters && place.Source.Text.Value is { } whole && place.Start + place.Length <= whole.Length
            ? whole.Substring((int)place.Start, (int)place.Length)
            : "";
        return text.Length > 0 ? text : ResourceShape.Shown(name);
    }
}
