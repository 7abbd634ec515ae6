using System.Collections.Immutable;
using System.Globalization;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Facts;
using RdpCompliance.Engine.Subjects;
using RdpCompliance.Engine.Subjects.Resources;

namespace RdpCompliance.Engine.Derivations.Azure;

/// <summary>When the registration token of a host pool of Azure Virtual Desktop expires, and in which version of the API it is written.</summary>
internal sealed class HostPoolDerivation : IFieldDerivation
{
    private const string ExpirationTime = "registrationInfo.expirationTime";

    public string Kind => "Microsoft.DesktopVirtualization/hostPools";

    public ImmutableArray<string> Keys => [];

    public Fact? Derive(Subject subject, string field, IFactSource estate) => (field, subject.Resource) switch
    {
        ("registration-expires", { } resource) => Expires(resource),
        ("api-version", { } resource) => Version(subject, resource),
        _ => null,
    };

    /// <summary>A resource that is only referred to was deployed by another template; the answer of a service has no version.</summary>
    private static Fact Version(Subject subject, Resource resource)
    {
        var place = Ground.Thing(subject.Place with { Length = 0 });
        return resource is { ApiVersion: { } version, IsExisting: false }
            ? Fact.Known(new FieldValue.Text(version)) with { Grounds = [place], Because = $"its API version is {version}" }
            : Fact.Absent() with { Grounds = [place], Because = "it has no API version" };
    }

    /// <summary>A time that is counted from the deployment is none that can be past.</summary>
    private static Fact Expires(Resource resource)
    {
        if (
            ResourceShape.At(resource.Body, ExpirationTime).FirstOrDefault() is Node.Unresolved unknown
            && unknown.Expression.Contains("utcNow", StringComparison.OrdinalIgnoreCase))
        {
            return Fact.Absent() with { Grounds = ResourceFacts.PlacesOf(unknown, resource, ExpirationTime), Because = "it is counted from the deployment" };
        }

        var stated = ResourceFacts.At(resource, [ExpirationTime]);
        return stated.Value is FieldValue.Text { Value: var text } && Parse(text) is { } time
            ? Fact.Known(new FieldValue.Instant(time)) with { Grounds = stated.Grounds, Because = stated.Because }
            : stated;
    }

    /// <summary>ISO 8601 with or without a fraction; or the form that <c>dateTimeAdd</c> gives without a format: "6/1/2026 8:00:00 AM".</summary>
    private static DateTimeOffset? Parse(string text) =>
        DateTimeOffset.TryParseExact(
            text,
            ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "M/d/yyyy h:mm:ss tt"],
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out var time)
            ? time
            : null;
}
