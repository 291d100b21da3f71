# The base image only has to hold Go; where none can be pulled, name a local
# one: docker build --build-arg BASE=… .
ARG BASE=golang:1.26

FROM ${BASE} AS build
ARG VERSION=
WORKDIR /src
COPY . .
ENV CGO_ENABLED=0
RUN ["go", "build", "-trimpath", "-ldflags", "-s -w -X main.version=${VERSION}", "-o", "/out/denylab", "./cmd/denylab"]

FROM scratch
COPY --from=build /out/denylab /denylab
USER 65532:65532
EXPOSE 4566
HEALTHCHECK --interval=5s --timeout=3s --start-period=5s CMD ["/denylab", "health"]
ENTRYPOINT ["/denylab"]
CMD ["serve", "--listen", "0.0.0.0:4566"]
