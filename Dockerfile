# syntax=docker/dockerfile:1
# Try it without an account:  docker build -t nightline . && docker run --rm -p 8080:8080 nightline
# With Twilio, PostgreSQL and Redis: docker-compose.yml.

FROM node:24-slim AS base
WORKDIR /app
COPY package.json package-lock.json .npmrc ./

# Everything, to make the database client, the program and the page.
FROM base AS made
RUN npm ci --no-audit --no-fund
COPY . .
RUN node services/prepare.mjs --page

# Only what runs.
FROM base AS packages
RUN npm ci --omit=dev --no-audit --no-fund

FROM node:24-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=8080 DATA_DIR=/data
WORKDIR /app
# The sources come along: the program compares what was made with them at each start, and makes nothing when they agree.
COPY --from=packages --chown=node:node /app/node_modules node_modules
COPY --from=made --chown=node:node /app/package.json /app/package-lock.json /app/prisma.config.ts ./
COPY --from=made --chown=node:node /app/services services
COPY --from=made --chown=node:node /app/prisma prisma
COPY --from=made --chown=node:node /app/dashboard dashboard
COPY --from=made --chown=node:node /app/ivr-flows ivr-flows
COPY --from=made --chown=node:node /app/build build
# /app too is the user's: a start holds a lock file in it.
RUN mkdir -m 700 /data && chown node:node /data /app
USER node
VOLUME /data
EXPOSE 8080
# Ready means: the database, the queue and a flow can be used. Of use only where the role "web" runs.
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/readyz`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
# Node itself, no shell before it: it hears SIGTERM and ends the calls under way in order.
CMD ["node", "services/run.mjs", "serve"]
